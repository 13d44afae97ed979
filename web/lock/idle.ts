/** When a screen counts as left, and how often the server hears that it is not. */

const MINUTE_MS = 60_000;

/** Milliseconds until the screen is locked. */
export function restAfter(activeAt: number, minutes: number, now: number): number {
  return activeAt + minutes * MINUTE_MS - now;
}

export function shouldTell(now: number, toldAt: number): boolean {
  return now - toldAt >= MINUTE_MS;
}
