/** What a wall says: sums over its queues, and which of them call for somebody first. Pure. */

import type { Wall, WallQueue } from "../../../shared/words/wall";

/** Lines that are read from afar; the others are summed up in one. */
export const MOST_LINES = 6;
const SOON = 0.8;

export type Mood = "good" | "warn" | "bad" | "none";

export interface Sum {
  readonly waiting: number;
  readonly late: number;
  /** The longest wait against its own promise; null when nobody waits. */
  readonly longest: { readonly since: number; readonly commitmentMs: number } | null;
}

export function sumUp(queues: readonly WallQueue[]): Sum {
  const [first] = queues.filter((queue) => queue.longest_since !== null).toSorted((one, other) => (one.longest_since ?? 0) - (other.longest_since ?? 0));
  return {
    waiting: queues.reduce((sum, queue) => sum + queue.waiting, 0),
    late: queues.reduce((sum, queue) => sum + queue.late, 0),
    longest: first?.longest_since == null ? null : { since: first.longest_since, commitmentMs: first.commitment_ms },
  };
}

/** How a wait stands against what was promised. */
export function judgeWait(waitMs: number, commitmentMs: number): Mood {
  if (waitMs > commitmentMs) return "bad";
  return waitMs > SOON * commitmentMs ? "warn" : "good";
}

export interface Lines {
  readonly shown: readonly WallQueue[];
  readonly rest: readonly WallQueue[];
}

/** Queues that call for somebody first: late ones, then those in which most wait; the closed last. */
export function chooseLines(queues: readonly WallQueue[], most = MOST_LINES): Lines {
  const sorted = queues.toSorted(
    (one, other) =>
      other.late - one.late || other.waiting - one.waiting || Number(other.is_open) - Number(one.is_open) || one.name.localeCompare(other.name),
  );
  if (sorted.length <= most) return { shown: sorted, rest: [] };
  return { shown: sorted.slice(0, most - 1), rest: sorted.slice(most - 1) };
}

/** Nobody can come now. */
export function isClosed(wall: Wall): boolean {
  return wall.queues.length > 0 && wall.queues.every((queue) => !queue.is_open);
}
