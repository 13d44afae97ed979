/** The work in hand, in the order in which it presses: who waits longest for an answer comes first. */

import type { Card, Message } from "../../shared/words/live";

function isSaid(message: Message): boolean {
  return message.author !== "system" && message.kind !== "note";
}

/** Since when the citizen waits for an answer; null: he does not wait, or is spoken with. */
export function waitsSince(card: Card): number | null {
  if (card.call !== null || card.state === "wrapping_up") return null;
  const said = card.messages.filter(isSaid);
  const answered = said.map((message) => message.author).lastIndexOf("agent");
  if (answered < 0) return card.arrived_at;
  return said[answered + 1]?.at ?? null;
}

/** Those who wait, the longest first; then the others, as they came. */
export function orderWork(cards: readonly Card[]): readonly Card[] {
  const waits = cards.flatMap((card) => {
    const since = waitsSince(card);
    return since === null ? [] : [{ card, since }];
  });
  const first = waits.sort((one, other) => one.since - other.since).map(({ card }) => card);
  return [...first, ...cards.filter((card) => !first.includes(card))];
}
