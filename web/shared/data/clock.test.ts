import { expect, test } from "vitest";
import { writeDate, writeDay, writeFullDay } from "./clock";
import { speak } from "./text";

const NOON = "T12:00:00";

test("the first of a month is written as French says it", () => {
  speak("fr", {});
  expect(writeFullDay(Date.parse(`2026-12-01${NOON}`))).toBe("1er décembre 2026");
  expect(writeDay(Date.parse(`2026-12-01${NOON}`))).toBe("mardi 1er décembre");
  expect(writeDate(Date.parse(`2026-12-01${NOON}`))).toContain("1er décembre 2026");
  expect(writeFullDay(Date.parse(`2026-12-11${NOON}`))).toBe("11 décembre 2026");
  speak("en", {});
  expect(writeFullDay(Date.parse(`2026-12-01${NOON}`))).toBe("December 1, 2026");
});
