import { expect, test } from "vitest";
import type { WaitingShown } from "../../shared/words/board";
import { explain } from "./names";

const NOON = new Date(2026, 10, 24, 12).getTime();

function waits(waiting_for: string, waits_since: number): WaitingShown {
  return {
    contact: "a",
    channel: "callback",
    state: "waiting",
    queue: 1,
    reason_name: "r",
    arrived_at: NOON - 1_200_000,
    waits_since,
    rank_at: NOON,
    priority_minutes: 0,
    offered_to: null,
    waiting_for,
    skills: [],
  };
}

test("a call promised for later says its hour, and its day when that is not today", () => {
  expect(explain(waits("held:callback", NOON + 600_000), "", NOON)).toMatch(/^To be called back from 12:10/u);
  expect(explain(waits("held:callback", NOON + 86_400_000), "", NOON)).toContain("25");
});

test("once the hour of a promised call has come, it waits for somebody free; nobody is said to have declined it", () => {
  expect(explain(waits("held:callback", NOON - 60_000), "", NOON)).toBe("Nobody who can answer it is free.");
  expect(explain(waits("held:declined", NOON - 60_000), "", NOON)).toContain("declined");
});
