/**
 * What a callback adds to the desk: the number to call, and what became of the call. Until a telephone is joined to the desk, the agent
 * dials by hand. Event `attempt`: the reason why nobody was reached.
 */

import { html, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { gettext, ngettext } from "../../shared/data/text";
import { PageElement } from "../../shared/view/element";
import { sayRelay } from "../../shared/view/relay";
import type { AttemptReason, CallFacts } from "../../shared/words/live";

export class CallbackControls extends PageElement {
  @property({ attribute: false }) call!: CallFacts;

  protected override render(): TemplateResult {
    const { relay, attempts } = this.call;
    return html`
      <section class="call-controls" aria-label=${gettext("Telephone call")}>
        ${relay === "" ? nothing : html`<p class="notice">${sayRelay(relay)}</p>`}
        <p class="row">
          ${this.drawNumber()}
          ${attempts === 0 ? nothing : html`<span class="soft">${ngettext("{count} call in vain", "{count} calls in vain", attempts)}</span>`}
        </p>
        <p class="soft small">${gettext("Say who you are, then check whom you talk to before you speak of a file.")}</p>
        <div class="row" role="group" aria-label=${gettext("Nobody reached?")}>
          ${this.drawReason("no-answer", gettext("No answer"))} ${this.drawReason("busy", gettext("Line busy"))}
          ${this.drawReason("voicemail", gettext("Voicemail"))} ${this.drawReason("wrong-number", gettext("Wrong number"))}
        </div>
      </section>
    `;
  }

  /** Of whoever is called: the relay service, who is given the citizen's. */
  private drawNumber(): TemplateResult {
    const { number, shown, relay, relay_number, relay_shown } = this.call;
    if (relay === "") return html`<span>${gettext("Call")}</span> <a class="button primary number" href="tel:${number}">${shown}</a>`;
    return html`
      ${relay_number === ""
        ? nothing
        : html`<span>${gettext("Call the relay service {name}", { name: relay })}</span> <a class="button primary number" href="tel:${relay_number}">${relay_shown}</a>`}
      <span>${gettext("Number to give to the interpreter: {number}", { number: shown })}</span>
    `;
  }

  private drawReason(reason: AttemptReason, label: string): TemplateResult {
    const tell = (): void => {
      this.dispatchEvent(new CustomEvent<AttemptReason>("attempt", { detail: reason }));
    };
    return html`<button type="button" @click=${tell}>${label}</button>`;
  }
}

customElements.define("callback-controls", CallbackControls);
