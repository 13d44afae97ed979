/**
 * A contact that rings. It does not take the focus from somebody who is writing: Alt+Shift+A accepts and Alt+Shift+D declines from
 * anywhere. Events: `accept`, `decline`.
 */

import { html, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { serverNow, writeLength } from "../../shared/data/clock";
import { gettext } from "../../shared/data/text";
import { EverySecond, PageElement } from "../../shared/view/element";
import type { Card } from "../../shared/words/live";
import { explain } from "../data/why";

export class RingingOffer extends PageElement {
  @property({ attribute: false }) card: Card | null = null;
  /** Asked already: the answer is on its way. */
  @property({ type: Boolean }) busy = false;
  private wholeMs = 1;
  private readonly press = (event: KeyboardEvent): void => {
    if (!event.altKey || !event.shiftKey || this.busy) return;
    if (event.code === "KeyA") this.tell("accept");
    else if (event.code === "KeyD") this.tell("decline");
  };

  constructor() {
    super();
    new EverySecond(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("keydown", this.press);
  }

  override disconnectedCallback(): void {
    removeEventListener("keydown", this.press);
    super.disconnectedCallback();
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
    return html`
      <section class="offer card" role="alertdialog" aria-labelledby="offer-title" aria-describedby="offer-about">
        <h2 id="offer-title">${gettext("New contact: {reason}", { reason: card.reason_name })}</h2>
        <div id="offer-about">
          <p class="soft">
            ${card.citizen_name === "" ? gettext("No name given") : gettext("{name}, identity to be checked", { name: card.citizen_name })},
            ${gettext("waiting for {time}", { time: writeLength(serverNow() - card.arrived_at) })}
          </p>
          ${first === undefined ? nothing : html`<p class="bubble">${first.text}</p>`}
          ${card.why === null ? nothing : explain(card.why).map((sentence) => html`<p class="soft small">${sentence}</p>`)}
        </div>
        <div class="row">
          <button type="button" class="primary" ?disabled=${this.busy} aria-keyshortcuts="Alt+Shift+A" @click=${() => this.tell("accept")}>
            ${gettext("Answer")}
          </button>
          <button type="button" ?disabled=${this.busy} aria-keyshortcuts="Alt+Shift+D" @click=${() => this.tell("decline")}>
            ${gettext("Decline")}
          </button>
          <span class="number soft" role="timer">${gettext("{seconds} s left", { seconds: Math.ceil(left / 1_000) })}</span>
        </div>
        <progress aria-label=${gettext("Time left to answer")} max=${this.wholeMs} .value=${left}></progress>
      </section>
    `;
  }

  private tell(what: "accept" | "decline"): void {
    this.dispatchEvent(new CustomEvent(what, { detail: this.card?.contact }));
  }
}

customElements.define("ringing-offer", RingingOffer);
