/** The work in hand, in the order in which it presses: who waits longest for an answer comes first. */

import type { Card, Message } from "../../shared/words/live";

function isSaid(message: Message): boolean {
  return message.author !== "system" && message.kind !== "note";
}

/** What was said in a contact and in those that go on in it, in the order of its instants. */
function listSaid(card: Card): readonly Message[] {
  const own = card.messages.filter(isSaid);
  if (card.joined.length === 0) return own;
  return [...own, ...card.joined.flatMap(({ messages }) => messages.filter(isSaid))].sort((one, other) => one.at - other.at);
}

/** It has sound: a call by text has none. */
export function isHeard(card: Card): boolean {
  return (card.call !== null || card.channel === "voice") && card.text !== "alone";
}

/** Nothing written reaches its citizen: he is spoken with, and no text is open beside the call. */
export function isSpoken(card: Card): boolean {
  return isHeard(card) && card.text === null;
}

/** Since when the citizen waits for an answer; null: he does not wait, or is spoken with. */
export function waitsSince(card: Card): number | null {
  if (isHeard(card) || card.state === "wrapping_up") return null;
  const said = listSaid(card);
  const { asking } = card;
  if (asking !== null && !said.some(({ author, at }) => author === "citizen" && at > asking.since)) return null;
  const answered = said.map((message) => message.author).lastIndexOf("agent");
  if (answered < 0) return card.arrived_at;
  return said[answered + 1]?.at ?? null;
}

/** Those who wait, the longest first; then the others, as they came; those who are waited for come last. */
export function orderWork(cards: readonly Card[]): readonly Card[] {
  const waits = cards.flatMap((card) => {
    const since = waitsSince(card);
    return since === null ? [] : [{ card, since }];
  });
  const first = waits.sort((one, other) => one.since - other.since).map(({ card }) => card);
  const others = cards.filter((card) => !first.includes(card));
  return [...first, ...others.filter(({ asking }) => asking === null), ...others.filter(({ asking }) => asking !== null)];
}
