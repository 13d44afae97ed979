import { expect, test } from "vitest";
import type { Listed } from "../../shared/words/board";
import { getWait } from "./waits";

const LISTED: Listed = {
  contact: "a",
  channel: "callback",
  state: "waiting",
  queue_name: "q",
  reason_name: "r",
  arrived_at: 1_000,
  waits_since: 1_000,
  answered_at: null,
  ended_at: null,
  agent_name: null,
};

test("whoever waits again waits until now, though somebody answered before", () => {
  expect(getWait({ ...LISTED, answered_at: 4_000 }, 90_000)).toBe(89_000);
  expect(getWait({ ...LISTED, answered_at: 4_000, state: "offered" }, 90_000)).toBe(89_000);
});

test("a wait is over with the first answer, or with the end of a contact without one", () => {
  expect(getWait({ ...LISTED, state: "closed", answered_at: 4_000, ended_at: 60_000 }, 90_000)).toBe(3_000);
  expect(getWait({ ...LISTED, state: "withdrawn", ended_at: 60_000 }, 90_000)).toBe(59_000);
});

test("a call promised for later is not waited for before its hour, and from its hour on", () => {
  expect(getWait({ ...LISTED, waits_since: 120_000 }, 90_000)).toBe(-30_000);
  expect(getWait({ ...LISTED, waits_since: 60_000 }, 90_000)).toBe(30_000);
});
