/** The conversations in hand: who waits longest for an answer first, and since when in words. Event `choose`: the contact. */

import { html, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { findOwnLeg, isCalling } from "../../channels/voice/data/party";
import { sayLength, serverNow } from "../../shared/data/clock";
import { gettext, ngettext } from "../../shared/data/text";
import { EverySecond, PageElement } from "../../shared/view/element";
import type { Card, LegCard } from "../../shared/words/live";
import { countUnseen } from "../data/state";
import { isHeard, waitsSince } from "../data/work";

export class MyWork extends PageElement {
  /** In their order. */
  @property({ attribute: false }) cards: readonly Card[] = [];
  /** The calls of this agent. */
  @property({ attribute: false }) legs: readonly LegCard[] = [];
  /** The contact that is shown. */
  @property() current = "";
  /** Per contact: everything up to this number was looked at. */
  @property({ attribute: false }) seen: ReadonlyMap<string, number> = new Map();
  private focused: HTMLElement | null = null;

  constructor() {
    super();
    new EverySecond(this);
  }

  /** Whoever goes through the list with the keyboard keeps his place when it is put in another order. */
  protected override willUpdate(): void {
    const { activeElement } = document;
    this.focused = activeElement instanceof HTMLElement && this.contains(activeElement) ? activeElement : null;
  }

  protected override updated(): void {
    if (this.focused !== null && this.focused !== document.activeElement) this.focused.focus();
  }

  protected override render(): TemplateResult {
    return html`
      <nav class="work" id="pane-work" aria-label=${gettext("My conversations")}>
        <h2>${gettext("My conversations")}</h2>
        ${this.cards.length === 0
          ? html`<p class="soft">${gettext("Nothing in hand.")}</p>`
          : html`<ul>
              ${repeat(
                this.cards,
                (card) => card.contact,
                (card) => html`<li>${this.drawTab(card)}</li>`,
              )}
            </ul>`}
      </nav>
    `;
  }

  private drawTab(card: Card): TemplateResult {
    const isCurrent = card.contact === this.current;
    const unseen = isCurrent ? 0 : countUnseen(card, this.seen.get(card.contact) ?? 0);
    const choose = (): boolean => this.dispatchEvent(new CustomEvent("choose", { detail: card.contact }));
    return html`
      <button type="button" class="tab" aria-current=${isCurrent ? "true" : nothing} @click=${choose}>
        <span class="tab-name">${card.citizen_name === "" ? gettext("Citizen") : card.citizen_name}</span>
        <span class="soft small">${card.reason_name}</span>
        <span class="soft small">${this.writeState(card)}</span>
        ${unseen === 0 ? nothing : html`<span class="unseen-count">${ngettext("{count} new", "{count} new", unseen)}</span>`}
      </button>
    `;
  }

  /** Who dials by hand has no leg of ours, nor has a call that is only on its way. */
  private writeCall({ contact, call }: Card): string {
    const leg = findOwnLeg(this.legs, contact);
    if (leg !== undefined && leg.state !== "ringing" && !isCalling(leg, call)) return gettext("In a call");
    return call === null ? gettext("Telephone call") : gettext("To be called");
  }

  private writeState(card: Card): string {
    if (card.state === "wrapping_up") return gettext("To be wrapped up");
    if (isHeard(card)) return this.writeCall(card);
    const since = waitsSince(card);
    if (since === null && card.asking !== null) return gettext("Waiting for the person: {reason}", { reason: card.asking.reason_name });
    return since === null ? gettext("Answered") : gettext("Waits for an answer: {time}", { time: sayLength(serverNow() - since) });
  }
}

customElements.define("my-work", MyWork);
