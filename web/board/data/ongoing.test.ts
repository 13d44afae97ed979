import { expect, test } from "vitest";
import type { Board, CallShown, LegShown } from "../../shared/words/board";
import type { LegCard } from "../../shared/words/live";
import { findOwn, findOwnLeg, isHeard } from "./ongoing";

const leg = (id: string, change: Partial<LegShown> = {}): LegShown => ({
  leg: id,
  side: "agent",
  part: "main",
  state: "talking",
  name: "Awa",
  since: 0,
  account: null,
  manner: "",
  sounding: "",
  ...change,
});
const call = (...legs: LegShown[]): CallShown => ({ call: "c", contact: "", line: "Accueil", began_at: 0, legs, permits: [], obstacle: "no-campaign" });
const listener = leg("l", { side: "listener", account: 7, manner: "whisper" });

test("a supervisor finds the leg by which he attends, and nobody else's", () => {
  expect(findOwn(call(leg("a"), listener), 7)).toBe(listener);
  expect(findOwn(call(leg("a"), listener), 8)).toBeUndefined();
  expect(findOwn(call(leg("a", { account: 7 })), 7)).toBeUndefined();
});

test("sound comes to this page only for a leg that is its own and in a browser", () => {
  const board = (post: LegCard["post"]): Board => ({ attending: [{ leg: "l", post }] }) as unknown as Board;
  expect(findOwnLeg(board("browser"), call(listener))?.leg).toBe("l");
  expect(findOwnLeg(board("telephone"), call(listener))).toBeUndefined();
  expect(findOwnLeg(board("browser"), call(leg("other")))).toBeUndefined();
});

test("who rings is not there yet", () => {
  expect([isHeard(listener), isHeard(leg("l", { state: "ringing" }))]).toEqual([true, false]);
});
