/** How long somebody has waited. Pure. */

import type { Listed } from "../../shared/words/board";

/** Whoever waits now waits until now, whatever an agent did before; the others waited for their first answer or their end. Below zero: until
 * the hour for which a call is promised. */
export function getWait({ state, arrived_at, waits_since, answered_at, ended_at }: Listed, now: number): number {
  if (state === "waiting" || state === "offered") return now - waits_since;
  return (answered_at ?? ended_at ?? now) - arrived_at;
}
