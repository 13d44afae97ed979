/**
 * A contact that rings. It does not take the focus from somebody who is writing: shortcuts accept and decline it from anywhere
 * (`shortcuts.ts`). Events: `accept`, `decline`.
 */

import { html, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { nameChannel } from "../../shared/data/channels";
import { serverNow, writeLength } from "../../shared/data/clock";
import { gettext } from "../../shared/data/text";
import { joinMarks } from "../../shared/data/typography";
import { EverySecond, PageElement } from "../../shared/view/element";
import type { Card, Message } from "../../shared/words/live";
import { explain } from "../data/why";
import { nameLanguage } from "../data/languages";
import { drawCaller } from "./caller";

/** What a script learned before anybody came: all that there is of a contact which nobody wrote. */
function isContext(message: Message): boolean {
  return message.author === "system" && message.kind === "note";
}

export class RingingOffer extends PageElement {
  @property({ attribute: false }) card: Card | null = null;
  /** Asked already: the answer is on its way. */
  @property({ type: Boolean }) busy = false;
  /** The agent's shortcuts; null: he wants none. */
  @property({ attribute: false }) keys: Readonly<Record<"accept" | "decline", string>> | null = null;
  private wholeMs = 1;
  constructor() {
    super();
    new EverySecond(this);
  }

  protected override firstUpdated(): void {
    const writing = document.activeElement?.closest("textarea, input, select, dialog");
    if (writing === null || writing === undefined) this.querySelector("button")?.focus();
  }

  protected override render(): TemplateResult | typeof nothing {
    const card = this.card;
    if (card === null) return nothing;
    const left = Math.max(0, (card.offered_until ?? 0) - serverNow());
    this.wholeMs = Math.max(this.wholeMs, left);
    const first = card.messages.find((message) => message.author === "citizen");
    const told = first === undefined ? card.messages.filter(isContext) : [first];
    return html`
      <section class="offer card" role="alertdialog" aria-labelledby="offer-title" aria-describedby="offer-about">
        <h2 id="offer-title">${gettext("New contact: {reason}", { reason: card.reason_name })}</h2>
        <div id="offer-about">
          <p class="soft">
            <span class="tag">${card.text === "alone" ? gettext("Text call") : nameChannel(card.channel)}</span>
            ${card.citizen_name === "" ? gettext("No name given") : gettext("{name}, identity to be checked", { name: card.citizen_name })},
            ${gettext("waiting for {time}", { time: writeLength(serverNow() - card.arrived_at) })}
          </p>
          ${card.caller === null ? nothing : drawCaller(card.caller)}
          ${card.written_in === "" ? nothing : html`<p><strong>${gettext("Written in {language}", { language: nameLanguage(card.written_in) })}</strong></p>`}
          ${told.map(({ text }) => html`<p class="bubble">${joinMarks(text)}</p>`)}
          ${card.why === null ? nothing : explain(card.why).map((sentence) => html`<p class="soft small why">${sentence}</p>`)}
        </div>
        <div class="row">
          ${this.drawButton("accept", gettext("Answer"))} ${this.drawButton("decline", gettext("Decline"))}
          <span class="number soft" role="timer">${gettext("{seconds} s left", { seconds: Math.ceil(left / 1_000) })}</span>
        </div>
        <progress aria-label=${gettext("Time left to answer")} max=${this.wholeMs} .value=${left}></progress>
      </section>
    `;
  }

  private drawButton(what: "accept" | "decline", label: string): TemplateResult {
    const keys = this.keys?.[what] ?? "";
    return html`<button
      type="button"
      class=${what === "accept" ? "primary" : ""}
      title=${keys === "" ? nothing : keys}
      ?disabled=${this.busy}
      aria-keyshortcuts=${keys === "" ? nothing : keys}
      @click=${() => this.tell(what)}
    >
      ${label}
    </button>`;
  }

  private tell(what: "accept" | "decline"): void {
    this.dispatchEvent(new CustomEvent(what, { detail: this.card?.contact }));
  }
}

customElements.define("ringing-offer", RingingOffer);
