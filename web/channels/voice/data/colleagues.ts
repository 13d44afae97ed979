/** Colleagues by whether they can be asked into a call. Pure. */

import type { Colleague } from "../../../shared/words/desk";

export interface Parted {
  readonly free: readonly Colleague[];
  readonly away: readonly Colleague[];
}

/** In their order. :param free: who is available and in no call; null: it is not known, then nobody is marked. */
export function partColleagues(colleagues: readonly Colleague[], free: readonly number[] | null): Parted {
  if (free === null) return { free: colleagues, away: [] };
  return { free: colleagues.filter(({ agent }) => free.includes(agent)), away: colleagues.filter(({ agent }) => !free.includes(agent)) };
}
