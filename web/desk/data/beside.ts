/** What belongs to a contact beside the words that are typed, and is kept with them (R13): the answer inserted, the points checked. */

import type { SaidKind } from "../../shared/words/live";
import type { ArticleChoice } from "../../shared/words/answers";
import type { DraftKeeper } from "./drafts";

/** An article that stands in the message being written, and how it stood there when it was inserted. */
export interface Inserted {
  readonly article: string;
  readonly version: number;
  readonly title: string;
  readonly text: string;
  readonly kind: SaidKind;
  readonly is_outdated: boolean;
}

type Drafts = Pick<DraftKeeper, "read" | "write" | "clear" | "listRivals" | "settle">;

export function readInserted(drafts: Drafts, contact: string): Inserted | null {
  return parse<Inserted | null>(drafts.read(contact, "answer"), null);
}

export function keepInserted(drafts: Drafts, contact: string, { article, version, title, text, is_outdated }: ArticleChoice, kind: SaidKind): void {
  const inserted: Inserted = { article, version, title, text, kind, is_outdated };
  drafts.write(contact, "answer", JSON.stringify(inserted));
}

export function forgetInserted(drafts: Drafts, contact: string): void {
  if (drafts.read(contact, "answer") !== "") void drafts.clear(contact, "answer", "");
}

/** The points checked, here or in another browser of the same agent. */
export function readTicks(drafts: Drafts, contact: string): ReadonlySet<string> {
  const everywhere = [drafts.read(contact, "ticks"), ...drafts.listRivals(contact, "ticks").map(({ text }) => text)];
  return new Set(everywhere.flatMap((text) => parse<readonly string[]>(text, [])));
}

export function tick(drafts: Drafts, contact: string, point: string, isDone: boolean): void {
  const ticks = new Set(readTicks(drafts, contact));
  if (isDone) ticks.add(point);
  else ticks.delete(point);
  drafts.settle(contact, "ticks", ticks.size === 0 ? "" : JSON.stringify([...ticks]));
}

/** The contact is over: nothing of this is wanted any more. */
export function forgetBeside(drafts: Drafts, contact: string): void {
  forgetInserted(drafts, contact);
  if (drafts.read(contact, "ticks") !== "") void drafts.clear(contact, "ticks", "");
}

/** What another version of the product kept may have another shape. */
function parse<T>(text: string, otherwise: T): T {
  try {
    return text === "" ? otherwise : (JSON.parse(text) as T);
  } catch {
    return otherwise;
  }
}
