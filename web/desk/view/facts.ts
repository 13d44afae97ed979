/** What is known of a contact itself. */

import { html, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { serverNow, writeLength } from "../../shared/data/clock";
import { gettext } from "../../shared/data/text";
import { EverySecond, PageElement } from "../../shared/view/element";
import type { Card } from "../../shared/words/live";
import { nameLanguage } from "../data/languages";

export class ContactFacts extends PageElement {
  @property({ attribute: false }) card!: Card;

  constructor() {
    super();
    new EverySecond(this);
  }

  protected override render(): TemplateResult {
    const { card } = this;
    return html`
      <h2>${gettext("About this contact")}</h2>
      <dl class="facts">
        <dt>${gettext("Name")}</dt>
        <dd>${card.citizen_name === "" ? gettext("Not given") : gettext("{name}, identity to be checked", { name: card.citizen_name })}</dd>
        <dt>${gettext("Reason")}</dt>
        <dd>${card.reason_name}</dd>
        <dt>${gettext("Language")}</dt>
        <dd>
          ${nameLanguage(card.language)}${card.written_in === ""
            ? nothing
            : html`<br /><strong class="written-in">${gettext("Written in {language}", { language: nameLanguage(card.written_in) })}</strong>`}
        </dd>
        <dt>${gettext("Since arrival")}</dt>
        <dd class="number">${writeLength(serverNow() - card.arrived_at)}</dd>
        ${card.why === null
          ? nothing
          : html`<dt>${gettext("Waited")}</dt>
              <dd class="number">${writeLength(card.why.waited_ms)}</dd>`}
      </dl>
    `;
  }
}

customElements.define("contact-facts", ContactFacts);
