/** What a message left adds to the desk: until when its answer was promised, and how its citizen hears of it. */

import { html, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { getLanguage, gettext } from "../../shared/data/text";
import { PageElement } from "../../shared/view/element";
import type { ReplyFacts } from "../../shared/words/live";

export class MessageFacts extends PageElement {
  @property({ attribute: false }) reply!: ReplyFacts;

  protected override render(): TemplateResult {
    const { number, shown, by_mail, promised_at } = this.reply;
    return html`
      <section class="call-controls" aria-label=${gettext("Message left")}>
        <p class="row">
          <strong>${gettext("Message left")}</strong>
          ${promised_at === null ? nothing : html`<span>${gettext("Answer promised by {day}", { day: writeDay(promised_at) })}</span>`}
          ${number === "" ? nothing : html`<a class="number" href="tel:${number}">${shown}</a>`}
        </p>
        <p class="soft small">${gettext("Your answer stays readable behind the person’s link.")}
          ${by_mail ? gettext("A mail says that it is there.") : gettext("No mail address was given: nothing announces it.")}
          ${gettext("The person is not here: write all that is needed, then end.")}</p>
      </section>
    `;
  }
}

function writeDay(at: number): string {
  return new Date(at).toLocaleDateString(getLanguage(), { weekday: "long", day: "numeric", month: "long" });
}

customElements.define("message-facts", MessageFacts);
