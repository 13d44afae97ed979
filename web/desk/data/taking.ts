/** What may be taken out of a contact because it asks something else: the messages of its citizen, each with the files that came with it. */

import type { Card, Channel } from "../../shared/words/live";

const WRITTEN: ReadonlySet<Channel> = new Set(["email", "sms", "social", "letter", "message"]);
const MOST_SHOWN = 140;

export interface Said {
  readonly number: number;
  readonly at: number;
  readonly begins: string;
  /** How many came with it. */
  readonly files: number;
}

/** Whoever waits for an answer at once is answered whole. */
export function canTakeOut(card: Card): boolean {
  return WRITTEN.has(card.channel) && card.state !== "wrapping_up" && listSaid(card).length > 0;
}

export function listSaid(card: Card): readonly Said[] {
  const said: Said[] = [];
  for (const { author, kind, number, at, text } of card.messages) {
    if (author !== "citizen") continue;
    const last = said.at(-1);
    if (kind === "message") said.push({ number, at, begins: shorten(text), files: 0 });
    else if (kind === "file" && last !== undefined) said[said.length - 1] = { ...last, files: last.files + 1 };
  }
  return said;
}

/** About what a line is answered on its own; empty where it is not. */
export function listReasons(card: Card, number: number): readonly string[] {
  return card.taken_out.filter(({ numbers }) => numbers.includes(number)).map(({ reason_name }) => reason_name);
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > MOST_SHOWN ? `${line.slice(0, MOST_SHOWN)}…` : line;
}
