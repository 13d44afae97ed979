/** What belongs to a contact beside the words that are typed, and is kept with them (R13): the answer inserted, the points checked. */

import type { SaidKind } from "../../shared/words/live";
import type { DraftKeeper } from "./drafts";

/** An article that stands in the message being written, and how it stood there when it was inserted. */
export interface Inserted {
  readonly article: string;
  readonly version: number;
  readonly title: string;
  readonly text: string;
  readonly kind: SaidKind;
  readonly is_outdated: boolean;
  /** A model wrote it: it is read before it is sent. */
  readonly is_draft: boolean;
}

type Drafts = Pick<DraftKeeper, "read" | "write" | "clear" | "listRivals" | "settle">;

export function readInserted(drafts: Drafts, contact: string): Inserted | null {
  return parse<Inserted | null>(drafts.read(contact, "answer"), null);
}

/** What is put into a message: the wording of an article, or a draft made from it. */
export type Insertable = Pick<Inserted, "article" | "version" | "title" | "text" | "is_outdated"> & { readonly is_draft?: boolean };

export function keepInserted(drafts: Drafts, contact: string, given: Insertable, kind: SaidKind): void {
  const { article, version, title, text, is_outdated, is_draft = false } = given;
  const inserted: Inserted = { article, version, title, text, kind, is_outdated, is_draft };
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
