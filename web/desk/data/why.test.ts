import { expect, test } from "vitest";
import { explain } from "./why";

const why = { waited_ms: 20_000, rank_at: 0 };

test("the agent reads why he was chosen, and since when he has been free", () => {
  expect(explain({ ...why, idle_ms: 65_000 })).toEqual(["Offered to you because you have been free the longest: for 1:05."]);
  expect(explain({ ...why, chosen: "preferred" })).toEqual(["Offered to you because you know this request."]);
});

test("what passes before an older request says by what right", () => {
  for (const cause of ["live-first", "priority", "commitment"]) expect(explain({ ...why, overtook: cause })[1]).toMatch(/^It goes before an older request/);
  expect(explain({ ...why, overtook: "reserve:Urgent" })[1]).toContain("“Urgent”");
});

test("a cause that this page does not know yet is left out", () => {
  expect(explain({ ...why, overtook: "something-new" })).toHaveLength(1);
});
