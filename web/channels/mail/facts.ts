/** What e-mail adds to the desk: with whom, how sure that is, until when an answer was promised; and the whole mail behind a line. */

import { html, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { writeDay } from "../../shared/data/clock";
import { gettext } from "../../shared/data/text";
import { PageElement } from "../../shared/view/element";
import type { MailFacts, Message, Verification } from "../../shared/words/live";

export class MailFactsBox extends PageElement {
  @property({ attribute: false }) mail!: MailFacts;
  /** What is said now leaves by another channel. */
  @property({ type: Boolean }) elsewhere = false;

  protected override render(): TemplateResult {
    const { address, verification, is_forged, promised_at } = this.mail;
    return html`
      <section class="call-controls" aria-label=${gettext("E-mail")}>
        <p class="row">
          <strong>${gettext("E-mail")}</strong>
          <span>${address === "" ? gettext("No address to answer to") : address}</span>
          <span class=${verification === "failed" || is_forged ? "danger" : "soft"}>${describe(verification, is_forged)}</span>
          ${promised_at === null ? nothing : html`<span>${gettext("Answer promised by {day}", { day: writeDay(promised_at) })}</span>`}
        </p>
        ${this.elsewhere ? nothing : this.drawHint()}
      </section>
    `;
  }

  private drawHint(): TemplateResult {
    return html`<p class="soft small">
      ${gettext("Your answer leaves by e-mail within a minute, with the files you add.")}
      ${gettext("The person is not here: write all that is needed, then end.")}
    </p>`;
  }
}

function describe(verification: Verification, isForged: boolean): string {
  if (isForged) return gettext("Quotes somebody else’s exchange");
  switch (verification) {
    case "verified":
      return gettext("Address verified");
    case "failed":
      return gettext("Address perhaps forged");
    case "unknown":
      return gettext("Address not verified");
  }
}

/** The mail as it came, with what it repeats and its own layout: here in a frame that can do nothing, fetched once it is opened, or in a tab. */
export function drawOriginal(contact: string, { number, author, kind }: Message): TemplateResult | typeof nothing {
  if (author !== "citizen" || kind !== "message") return nothing;
  const place = `/live/contacts/${contact}/mails/${number}`;
  return html`
    <details class="whole-mail">
      <summary>${gettext("Whole mail")}</summary>
      <iframe sandbox="" src=${place} loading="lazy" title=${gettext("Whole mail, line {number}", { number })}></iframe>
      <a class="source" href=${place} target="_blank" rel="noopener">${gettext("In a new tab")}</a>
    </details>
  `;
}

customElements.define("mail-facts", MailFactsBox);
