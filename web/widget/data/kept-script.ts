/**
 * The script that this frame has under way: its pass, and the answer that is on its way to the server. Both are kept where only this frame
 * inside this site reads them, so that a reload, a second tab or a lost line loses no answer, and its key makes sure that none counts twice.
 */

import type { Shelf } from "../../shared/data/outbox";
import type { TakeTurn } from "../../shared/words/script";

export interface KeptScript {
  readonly session: string;
  readonly token: string;
  readonly reason: number;
  readonly pending?: TakeTurn;
}

export const scriptPlace = (organisation: string): string => `guichet:script:${organisation}`;
const lastPlace = (organisation: string): string => `guichet:last-script:${organisation}`;

export function readScript(shelf: Shelf, organisation: string): KeptScript | null {
  try {
    const kept = JSON.parse(shelf.getItem(scriptPlace(organisation)) ?? "null") as Partial<KeptScript> | null;
    if (typeof kept?.session !== "string" || typeof kept.token !== "string" || typeof kept.reason !== "number") return null;
    const { session, token, reason, pending } = kept;
    return typeof pending?.key === "string" && typeof pending.seen === "number" ? { session, token, reason, pending } : { session, token, reason };
  } catch {
    return null;
  }
}

export function keepScript(shelf: Shelf, organisation: string, kept: KeptScript): void {
  shelf.setItem(scriptPlace(organisation), JSON.stringify(kept));
}

/** It is over: only its pass stays, which tells that the same browser comes back. */
export function forgetScript(shelf: Shelf, organisation: string): void {
  const kept = readScript(shelf, organisation);
  if (kept !== null) shelf.setItem(lastPlace(organisation), kept.token);
  shelf.removeItem(scriptPlace(organisation));
}

export function readEarlier(shelf: Shelf, organisation: string): string | null {
  return shelf.getItem(lastPlace(organisation));
}
