import { expect, test } from "vitest";
import { getGrowth, remember, type Seen } from "./past";

const MINUTE = 60_000;

function watch(...counts: number[]): readonly Seen[] {
  return counts.reduce<readonly Seen[]>((past, waiting, minute) => remember(past, { at: minute * MINUTE, waiting }), []);
}

test("without a past nothing is said of how things move", () => {
  expect(getGrowth([], { at: 0, waiting: 3 })).toBeNull();
  expect(getGrowth(watch(6, 4, 2), { at: 2 * MINUTE, waiting: 2 })).toBeNull();
});

test("what waits is compared with what waited, whatever became of it in between", () => {
  expect(getGrowth(watch(6, 4, 2, 1, 1, 1), { at: 5 * MINUTE, waiting: 1 })).toEqual({ count: -5, since: 0 });
  expect(getGrowth(watch(1, 1, 1, 1, 1, 1), { at: 5 * MINUTE, waiting: 4 })).toEqual({ count: 3, since: 0 });
});

test("the past goes a quarter of an hour back, and holds one count a minute", () => {
  const past = watch(...Array.from({ length: 40 }, (_, minute) => minute));
  expect(getGrowth(past, { at: 39 * MINUTE, waiting: 50 })).toEqual({ count: 26, since: 24 * MINUTE });
  expect(past).toHaveLength(16);
  expect(remember(past, { at: 39 * MINUTE + 1_000, waiting: 9 })).toBe(past);
});
