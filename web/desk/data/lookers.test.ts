import { describe, expect, test } from "vitest";
import { LOOK_EVERY_MS, Lookers } from "./lookers";

describe("who reads along", () => {
  test("is shown while he says so, and is forgotten soon after", () => {
    const lookers = new Lookers();
    lookers.sign("a", "Claire Martin", 0);
    lookers.sign("a", "Claire Martin", LOOK_EVERY_MS);
    expect(lookers.list("a", 2 * LOOK_EVERY_MS)).toEqual(["Claire Martin"]);
    expect(lookers.list("a", 60_000)).toEqual([]);
  });

  test("stands once, beside others, at his own conversation only", () => {
    const lookers = new Lookers();
    lookers.sign("a", "Claire Martin", 0);
    lookers.sign("a", "Denis Roche", 1);
    lookers.sign("a", "Claire Martin", 2);
    expect(lookers.list("a", 3)).toEqual(["Claire Martin", "Denis Roche"]);
    expect(lookers.list("b", 3)).toEqual([]);
  });
});
