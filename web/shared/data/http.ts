/**
 * Calls to the hot doors. An answer is either a value, a `Refusal` (the server understood and says no: repeating is useless), or
 * `Unreached` (nobody knows whether it arrived: repeat with the same key).
 */

import { learnTime } from "./clock";
import { newKey } from "./key";
import { gettext } from "./text";

export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export class Unreached extends Error {}

/** Statuses that say nothing about the request itself: the server is starting, busy or behind a broken relay. */
function isPassing(status: number): boolean {
  return status >= 500 || status === 408 || status === 425 || status === 429;
}

async function read<T>(request: Promise<Response>): Promise<T> {
  let response: Response;
  let body: unknown;
  try {
    response = await request;
    learnTime(response.headers.get("Date"));
    const text = await response.text();
    body = text === "" ? {} : JSON.parse(text);
  } catch {
    throw new Unreached(gettext("The server cannot be reached."));
  }
  if (response.ok) return body as T;
  if (isPassing(response.status)) throw new Unreached(gettext("The server cannot answer now."));
  if (response.status === 423) document.dispatchEvent(new Event("guichet-locked")); // the cover of a locked screen hears it
  const said = body as { code?: string; message?: string };
  throw new Refusal(response.status, said.code ?? "refused", said.message ?? gettext("The server refused this."));
}

let ownPass = "";

/** Show a citizen's pass in a header from now on, instead of a cookie. */
export function setPass(token: string): void {
  ownPass = token;
}

/** What every request says of who asks. */
export function writeHeaders(): Record<string, string> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (csrfToken !== "") headers["X-CSRFToken"] = csrfToken;
  if (ownPass !== "") headers["Authorization"] = `Bearer ${ownPass}`;
  return headers;
}

export function get<T>(address: string): Promise<T> {
  return read<T>(fetch(address, { headers: writeHeaders(), credentials: "same-origin", cache: "no-store" }));
}

let csrfToken = "";

/** The token that proves a POST comes from our own page; signed-in pages carry one. */
export function setCsrfToken(token: string): void {
  csrfToken = token;
}

/** What a caller says himself: its key is given by `postSurely`. */
export type Unkeyed<Asked extends { readonly key: string }> = Omit<Asked, "key">;

export function post<T>(address: string, body: object): Promise<T> {
  const headers = { ...writeHeaders(), "Content-Type": "application/json" };
  return read<T>(fetch(address, { method: "POST", headers, body: JSON.stringify(body), credentials: "same-origin", keepalive: true }));
}

/** Send a file as the whole body, under its key. */
export function postFile<T>(address: string, key: string, file: File): Promise<T> {
  const headers = { ...writeHeaders(), "Content-Type": "application/octet-stream" };
  const asked = new URLSearchParams({ key, name: file.name });
  return read<T>(fetch(`${address}?${asked.toString()}`, { method: "POST", headers, body: file, credentials: "same-origin" }));
}

/** How long to wait before attempt `count` (0, 1, 2 ...): from half a second to eight, spread so that clients do not come back at once. */
export function backoffMs(count: number, chance = Math.random()): number {
  return Math.min(8_000, 500 * 2 ** count) * (0.75 + chance / 2);
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** POST under a key of its own and, while nobody answers, again with the same key: at most `attempts` times, then `Unreached`. */
export async function postSurely(address: string, asked: object = {}, attempts = 5, wait = sleep): Promise<unknown> {
  const body = { ...asked, key: newKey() };
  for (let count = 0; ; count++) {
    try {
      return await post(address, body);
    } catch (error) {
      if (!(error instanceof Unreached) || count + 1 >= attempts) throw error;
      await wait(backoffMs(count));
    }
  }
}
