/** Which contacts may go on in the one that is open: what can wait, of this agent, or of the same person and still open. */

import type { PastContact } from "../../shared/words/kept";
import type { Card, Channel } from "../../shared/words/live";

export const LIVE: ReadonlySet<Channel> = new Set(["voice", "callback", "video", "chat", "visit"]);

const MOST_SHOWN = 90;

export interface Candidate {
  readonly contact: string;
  readonly channel: Channel;
  readonly name: string;
  readonly reason: string;
  /** How it begins, where it is in hand. */
  readonly begins: string;
  readonly arrivedAt: number;
}

function canJoin(card: Card, current: Card): boolean {
  return card.contact !== current.contact && !LIVE.has(card.channel) && card.state !== "wrapping_up" && card.state !== "asked";
}

function describe(each: Pick<Card, "contact" | "channel" | "reason_name" | "arrived_at">): Omit<Candidate, "name" | "begins"> {
  return { contact: each.contact, channel: each.channel, reason: each.reason_name, arrivedAt: each.arrived_at };
}

/** Two people may have written for the same reason at the same hour: their words tell them apart. */
function writeBeginning(card: Card): string {
  const said = card.messages.find(({ author, text }) => author === "citizen" && text !== "")?.text ?? "";
  return said.length > MOST_SHOWN ? `${said.slice(0, MOST_SHOWN)}…` : said;
}

export function listCandidates(current: Card, cards: readonly Card[], past: readonly PastContact[]): readonly Candidate[] {
  const joined = new Set(current.joined.map(({ contact }) => contact));
  const mine = cards
    .filter((card) => canJoin(card, current))
    .map((card) => ({ ...describe(card), name: card.citizen_name, begins: writeBeginning(card) }));
  const known = new Set([current.contact, ...joined, ...cards.map(({ contact }) => contact)]);
  const same = past
    .filter((each) => each.state === "waiting" && !LIVE.has(each.channel) && !known.has(each.contact))
    .map((each) => ({ ...describe(each), name: current.citizen_name, begins: "" }));
  return [...mine, ...same].sort((one, other) => one.arrivedAt - other.arrivedAt);
}
