/** The conversation that this frame has under way, kept where only the frame inside this site reads it: browsers part it by site. */

import type { Shelf } from "../../shared/data/outbox";

export interface Kept {
  readonly contact: string;
  readonly token: string;
  /** Of a message that was left: where its answer is read, and until when it was promised (ms, null when nobody could say). */
  readonly left?: { readonly address: string; readonly promised_at: number | null };
}

const place = (organisation: string): string => `guichet:widget:${organisation}`;

export function readKept(shelf: Shelf, organisation: string): Kept | null {
  try {
    const kept = JSON.parse(shelf.getItem(place(organisation)) ?? "null") as Partial<Kept> | null;
    if (typeof kept?.contact !== "string" || typeof kept.token !== "string") return null;
    return { contact: kept.contact, token: kept.token, ...readLeft(kept.left) };
  } catch {
    return null;
  }
}

function readLeft(left: unknown): Pick<Kept, "left"> {
  const { address, promised_at: promised } = (left ?? {}) as Record<string, unknown>;
  if (typeof address !== "string" || !address.startsWith("/")) return {};
  return { left: { address, promised_at: typeof promised === "number" ? promised : null } };
}

export function keep(shelf: Shelf, organisation: string, kept: Kept): void {
  shelf.setItem(place(organisation), JSON.stringify(kept));
}

export function forget(shelf: Shelf, organisation: string): void {
  shelf.removeItem(place(organisation));
}

/**
 * What is being written in the request's form, under the key it will be sent with: kept until the server has it, so that a change of page
 * loses nothing and a lost answer opens no second contact.
 */
export type Draft = Readonly<Record<string, string>>;

const draftPlace = (organisation: string): string => `guichet:request:${organisation}`;

export function readDraft(shelf: Shelf, organisation: string): Draft {
  try {
    const draft = JSON.parse(shelf.getItem(draftPlace(organisation)) ?? "{}") as unknown;
    if (typeof draft !== "object" || draft === null) return {};
    return Object.fromEntries(Object.entries(draft).filter((pair): pair is [string, string] => typeof pair[1] === "string"));
  } catch {
    return {};
  }
}

export function keepDraft(shelf: Shelf, organisation: string, draft: Draft): void {
  shelf.setItem(draftPlace(organisation), JSON.stringify(draft));
}

export function forgetDraft(shelf: Shelf, organisation: string): void {
  shelf.removeItem(draftPlace(organisation));
}
