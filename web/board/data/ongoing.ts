/** Calls in progress, and the one that this supervisor attends. Pure. */

import type { Board, CallShown, LegShown } from "../../shared/words/board";
import type { LegCard } from "../../shared/words/live";

export type Manner = "listen" | "whisper" | "join";

/** The leg by which this account attends the call. */
export function findOwn(call: CallShown, account: number): LegShown | undefined {
  return call.legs.find((leg) => leg.side === "listener" && leg.account === account);
}

/** The same, as the telephone of this page takes it; none when it rings on a telephone of its own. */
export function findOwnLeg(board: Board, call: CallShown): LegCard | undefined {
  return board.attending.find(({ leg, post }) => post === "browser" && call.legs.some((each) => each.leg === leg));
}

/** He is in the call: before, his telephone or browser rings. */
export function isHeard({ state }: LegShown): boolean {
  return state === "talking";
}
