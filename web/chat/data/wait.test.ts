import { expect, test } from "vitest";
import { describeWait } from "./wait";

test("a wait is said as a place and a range, and never as a number that nobody knows", () => {
  const said = (position: number, low: number | null, high: number | null): string => describeWait({ position, from_minutes: low, to_minutes: high });
  expect(said(1, 0, 1)).toBe("You are next. The wait is under 1 minute.");
  expect(said(2, 0, 4)).toBe("There is 1 person before you. The wait is under 4 minutes.");
  expect(said(6, 5, 15)).toBe("There are 5 people before you. The wait is between 5 and 15 minutes.");
  expect(said(90, 120, null)).toBe("There are 89 people before you. The wait is longer than 2 h.");
  expect(said(5, 25, 110)).toBe("There are 4 people before you. The wait is between 25 minutes and 1 h 50.");
  expect(said(3, null, null)).toBe("There are 2 people before you.");
});
