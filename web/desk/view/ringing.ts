/** Every contact that rings, each with what can be done about it. */

import { html, type TemplateResult } from "lit";
import { gettext } from "../../shared/data/text";
import type { Card } from "../../shared/words/live";
import type { Command } from "../data/keys";
import "./offer";

export interface RingingActs {
  /** null: shortcuts are off. */
  readonly keys: Readonly<Record<Command, string>> | null;
  isBusy(card: Card): boolean;
  accept(card: Card): void;
  decline(card: Card): void;
}

export function drawRinging(cards: readonly Card[], { keys, isBusy, accept, decline }: RingingActs): TemplateResult {
  return html`<div class="ringing">
    ${cards.map(
      (card) => html`<ringing-offer
        .card=${card}
        .keys=${keys}
        .busy=${isBusy(card)}
        @accept=${() => accept(card)}
        @decline=${() => decline(card)}
      ></ringing-offer>`,
    )}
  </div>`;
}

/** What the tab of the browser says while a contact rings, or a colleague does. */
export function sayTitle(contacts: number, colleagues: number, title: string): string {
  if (contacts > 0) return gettext("({count}) New contact – {title}", { count: contacts, title });
  return colleagues > 0 ? gettext("A colleague calls you – {title}", { title }) : title;
}
