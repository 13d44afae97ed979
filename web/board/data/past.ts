/** How many waited a while ago, as this page itself saw it: whoever waits again after a transfer or a call in vain is counted too. Pure. */

const APART_MS = 60_000;
const BACK_MS = 15 * 60_000;
/** Sooner nothing is said of how things move. */
const ENOUGH_MS = 5 * 60_000;

export interface Seen {
  readonly at: number;
  readonly waiting: number;
}

/** In order, one a minute; the first is what `getGrowth` compares with. */
export function remember(past: readonly Seen[], seen: Seen): readonly Seen[] {
  const last = past.at(-1);
  if (last !== undefined && seen.at - last.at < APART_MS) return past;
  const first = past.findLastIndex((each) => each.at <= seen.at - BACK_MS);
  return [...past.slice(Math.max(0, first)), seen];
}

/** By how many more wait than a quarter of an hour ago, or since the page knows; null when it does not know for long enough. */
export function getGrowth(past: readonly Seen[], now: Seen): { count: number; since: number } | null {
  const [first] = past;
  return first === undefined || now.at - first.at < ENOUGH_MS ? null : { count: now.waiting - first.waiting, since: first.at };
}
