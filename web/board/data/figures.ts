/** What the figures say: values, aims and how they move, from the rows of the board. Pure. */

import type { Board, Channel, Day, Pace, Row, Stretch } from "../../shared/words/board";

/** Per cent; see `figures.words` on the server. */
export const SERVICE_LEVEL_TARGET = 85;
export const ABANDONED_TARGET = 100 - SERVICE_LEVEL_TARGET;
/** A share of fewer contacts says nothing of how things move. */
const ENOUGH = 5;
const DEFERRED: readonly Channel[] = ["email", "sms", "social", "letter", "message"];

export type Figure =
  | "waiting"
  | "late"
  | "soon"
  | "in-hand"
  | "asked"
  | "backlog"
  | "answered"
  | "answered-late"
  | "abandoned"
  | "abandoned-short"
  | "turned-away"
  | "closed";

/** The list behind a figure, of everything or of one queue or channel. */
export interface Behind {
  readonly figure: Figure;
  readonly queue: number | null;
  readonly channel: Channel | null;
}

/** What some rows come to together. */
export interface Sum {
  readonly waiting: number;
  readonly late: number;
  readonly soon: number;
  readonly longest_since: number | null;
  readonly in_hand: number;
  readonly wrapping_up: number;
  readonly asked: number;
  readonly day: Day;
}

const NOTHING: Day = {
  arrived: 0,
  answered: 0,
  in_time: 0,
  abandoned: 0,
  abandoned_short: 0,
  turned_away: 0,
  transferred: 0,
  closed: 0,
  handled: 0,
  wait_ms: 0,
  handling_ms: 0,
  wrap_up_ms: 0,
};

function addDays(one: Day, other: Day): Day {
  const names = Object.keys(NOTHING) as (keyof Day)[];
  return Object.fromEntries(names.map((name) => [name, one[name] + other[name]])) as unknown as Day;
}

function earlier(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}

export function sumUp(rows: readonly Row[]): Sum {
  const none: Sum = { waiting: 0, late: 0, soon: 0, longest_since: null, in_hand: 0, wrapping_up: 0, asked: 0, day: NOTHING };
  return rows.reduce<Sum>(
    (sum, row) => ({
      waiting: sum.waiting + row.waiting,
      late: sum.late + row.late,
      soon: sum.soon + row.soon,
      longest_since: earlier(sum.longest_since, row.longest_since),
      in_hand: sum.in_hand + row.in_hand,
      wrapping_up: sum.wrapping_up + row.wrapping_up,
      asked: sum.asked + row.asked,
      day: addDays(sum.day, row.day),
    }),
    none,
  );
}

/** Of those answered or lost, the share answered in time; null when there were none. Those who left at once are not counted. */
export function getServiceLevel(counts: Pick<Day, "answered" | "abandoned" | "in_time">): number | null {
  const judged = counts.answered + counts.abandoned;
  return judged === 0 ? null : Math.round((100 * counts.in_time) / judged);
}

/** The share that left without an answer. */
export function getAbandonedShare(counts: Pick<Day, "answered" | "abandoned">): number | null {
  const judged = counts.answered + counts.abandoned;
  return judged === 0 ? null : Math.round((100 * counts.abandoned) / judged);
}

/** By how many points a share moved; null when there were too few to say. */
export function getMove(lately: Stretch, before: Stretch, share: (counts: Stretch) => number | null): number | null {
  const enough = [lately, before].every((stretch) => stretch.answered + stretch.abandoned >= ENOUGH);
  const [now, then] = [share(lately), share(before)];
  return enough && now !== null && then !== null ? now - then : null;
}

export function listBacklog(board: Board): readonly Row[] {
  return board.rows.filter((row) => DEFERRED.includes(row.channel));
}

/** The work that the backlog is, and in how many days it is done at the pace of the last weeks. */
export interface Burden {
  readonly workMs: number;
  readonly days: number;
}

/** Null when nothing is left, or when of a channel with something left nothing was ever closed: it would be a guess. */
export function getBurden(board: Board, paces: readonly Pace[]): Burden | null {
  const left = new Map<Channel, number>();
  for (const row of listBacklog(board)) left.set(row.channel, (left.get(row.channel) ?? 0) + row.waiting + row.in_hand);
  let [workMs, total, aDay] = [0, 0, 0];
  for (const [channel, count] of left) {
    if (count === 0) continue;
    const pace = paces.find((each) => each.channel === channel);
    if (pace === undefined) return null;
    workMs += count * pace.treat_ms;
    total += count;
    aDay += pace.a_day;
  }
  return total === 0 ? null : { workMs, days: total / aDay };
}

/** The arrival, and the commitment, of the one who has waited longest. */
export function findLongest(board: Board): { since: number; commitmentMs: number } | null {
  const rows = board.rows.filter((row) => row.longest_since !== null);
  const [first] = rows.toSorted((one, other) => (one.longest_since ?? 0) - (other.longest_since ?? 0));
  if (first?.longest_since == null) return null;
  const queue = board.queues.find((each) => each.queue === first.queue);
  return { since: first.longest_since, commitmentMs: queue?.commitment_ms ?? Infinity };
}

export function getAverageWait(day: Day): number | null {
  return day.answered === 0 ? null : day.wait_ms / day.answered;
}
