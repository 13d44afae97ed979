import { expect, test } from "vitest";
import type { Board, Channel, Row } from "../../shared/words/board";
import { findLongest, getBurden, getAbandonedShare, getMove, getServiceLevel, sumUp } from "./figures";
import { sortLines, type Line } from "./tables";

const DAY = {
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

function row(queue: number, channel: Channel, more: Partial<Row> = {}): Row {
  return { queue, channel, waiting: 0, late: 0, soon: 0, longest_since: null, in_hand: 0, wrapping_up: 0, asked: 0, day: DAY, ...more };
}

test("rows come to their sum, with the longest wait of all", () => {
  const day = { ...DAY, answered: 2 };
  const sum = sumUp([row(1, "chat", { waiting: 2, longest_since: 9, day }), row(1, "email", { waiting: 1, longest_since: 4, day }), row(2, "sms")]);
  expect([sum.waiting, sum.longest_since, sum.day.answered]).toEqual([3, 4, 4]);
});

test("a share of nobody is no share", () => {
  expect(getServiceLevel(DAY)).toBeNull();
  expect(getServiceLevel({ answered: 8, in_time: 6, abandoned: 2 })).toBe(60);
  expect(getAbandonedShare({ answered: 8, abandoned: 2 })).toBe(20);
});

test("a share moves only when enough people say so", () => {
  const before = { since: 0, ...DAY, answered: 10, in_time: 5 };
  expect(getMove({ ...before, in_time: 8 }, before, getServiceLevel)).toBe(30);
  expect(getMove({ ...before, answered: 4 }, before, getServiceLevel)).toBeNull();
});

test("the longest wait is judged by the commitment of its own queue", () => {
  const queues = [
    { queue: 1, name: "a", commitment_ms: 60_000, closed_because: null },
    { queue: 2, name: "b", commitment_ms: 300_000, closed_because: null },
  ];
  const board = { rows: [row(1, "chat", { longest_since: 9 }), row(2, "chat", { longest_since: 3 })], queues } as never;
  expect(findLongest(board)).toEqual({ since: 3, commitmentMs: 300_000 });
});

test("lines are sorted by what presses most, then by name", () => {
  const line = (name: string, waiting: number, longest_since: number | null): Line => ({
    key: name,
    name,
    queue: 1,
    channel: null,
    sum: { ...sumUp([]), waiting, longest_since },
  });
  const lines = [line("b", 3, 50), line("a", 3, null), line("c", 1, 20)];
  const order = (column: "waiting" | "longest" | "name", isRising = false): string[] => sortLines(lines, { column, isRising }).map((each) => each.name);
  expect(order("waiting")).toEqual(["b", "a", "c"]);
  expect(order("longest")).toEqual(["c", "b", "a"]);
  expect(order("name", true)).toEqual(["a", "b", "c"]);
});

test("what is left is said as work and days, and not at all where it would be a guess", () => {
  const board = (...rows: Row[]): Board => ({ rows }) as unknown as Board;
  const paces = [
    { channel: "email", treat_ms: 600_000, a_day: 6 },
    { channel: "letter", treat_ms: 1_200_000, a_day: 2 },
  ] as const;
  expect(getBurden(board(row(1, "email", { waiting: 10, in_hand: 2 }), row(2, "letter", { waiting: 4 }), row(1, "chat", { waiting: 9 })), paces)).toEqual({
    workMs: 12 * 600_000 + 4 * 1_200_000,
    days: 2,
  });
  expect(getBurden(board(row(1, "sms", { waiting: 1 })), paces)).toBeNull();
  expect(getBurden(board(row(1, "sms")), paces)).toBeNull();
});
