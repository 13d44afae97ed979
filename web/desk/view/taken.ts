/**
 * What of the contact is answered on its own, and out of which contact it was taken itself. Events: `read` (a contact to open),
 * `put-back` (a contact that goes on here again).
 */

import { html, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { writeDate } from "../../shared/data/clock";
import { gettext } from "../../shared/data/text";
import { PageElement } from "../../shared/view/element";
import type { Card, Origin, TakenOut } from "../../shared/words/live";

export class TakenContacts extends PageElement {
  @property({ attribute: false }) card!: Card;

  protected override render(): TemplateResult {
    const { origin, taken_out } = this.card;
    return html`${origin === null ? nothing : this.drawOrigin(origin)} ${taken_out.map((each) => this.drawTaken(each))}`;
  }

  private drawOrigin({ contact, reason_name, arrived_at }: Origin): TemplateResult {
    const what = { date: writeDate(arrived_at), reason: reason_name };
    return html`<p class="joined row between">
      <span>${gettext("Comes from the exchange of {date}: {reason}", what)}</span>
      <span class="row">${this.drawOpening(contact, reason_name)}</span>
    </p>`;
  }

  private drawTaken({ contact, reason_name }: TakenOut): TemplateResult {
    const reason = reason_name;
    const putBack = (): boolean => this.dispatchEvent(new CustomEvent("put-back", { detail: contact }));
    return html`<p class="joined row between">
      <span>${gettext("Answered on its own: {reason}", { reason })}</span>
      <span class="row">
        ${this.drawOpening(contact, reason)}
        ${this.card.state === "wrapping_up"
          ? nothing
          : html`<button type="button" class="quiet" aria-label=${gettext("Put back here: {reason}", { reason })} @click=${putBack}>
              ${gettext("Put back here")}
            </button>`}
      </span>
    </p>`;
  }

  private drawOpening(contact: string, reason: string): TemplateResult {
    const read = (): boolean => this.dispatchEvent(new CustomEvent("read", { detail: contact }));
    return html`<button type="button" class="quiet" aria-label=${gettext("Open: {reason}", { reason })} @click=${read}>${gettext("Open")}</button>`;
  }
}

customElements.define("taken-contacts", TakenContacts);
