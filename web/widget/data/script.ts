/**
 * The script that this frame has under way: its pass, and the answer that is on its way to the server. Both are kept where only this frame
 * inside this site reads them, so that a reload, a second tab or a lost line loses no answer, and its key makes sure that none counts twice.
 */

import { get, post, setPass, Unreached, backoffMs, sleep } from "../../shared/data/http";
import { newKey } from "../../shared/data/key";
import type { Shelf } from "../../shared/data/outbox";
import type { BeginScript, TakeTurn, Told } from "../../shared/words/script";

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

/** What somebody answers: words, a button, or a wish for a person. */
export type Answer = Pick<TakeTurn, "text" | "option" | "wants_person">;

export function makeTurn(answer: Answer, seen: number): TakeTurn {
  return { key: newKey(), seen, ...answer };
}

export function begin(asked: BeginScript): Promise<Told> {
  return post<Told>("/chat/scripts", asked);
}

export function fetchTold(kept: KeptScript): Promise<Told> {
  setPass(kept.token);
  return get<Told>(`/chat/scripts/${kept.session}`);
}

export function send(kept: KeptScript, turn: TakeTurn): Promise<Told> {
  setPass(kept.token);
  return post<Told>(`/chat/scripts/${kept.session}/turns`, turn);
}

/** Ask until the server answers, however long the line is lost; `lost` is told at each attempt in vain. */
export async function persist<T>(ask: () => Promise<T>, lost: () => void, wait = sleep): Promise<T> {
  for (let count = 0; ; count++) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Unreached)) throw error;
      lost();
      await wait(backoffMs(count));
    }
  }
}
