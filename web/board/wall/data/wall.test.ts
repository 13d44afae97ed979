import { describe, expect, it } from "vitest";
import type { WallQueue } from "../../../shared/words/wall";
import { chooseLines, judgeWait, sumUp } from "./wall";

function makeQueue(name: string, values: Partial<WallQueue> = {}): WallQueue {
  return { name, waiting: 0, late: 0, longest_since: null, commitment_ms: 300_000, is_open: true, ...values };
}

describe("a wall", () => {
  it("sums its queues up, and measures the longest wait by the promise of its own queue", () => {
    const sum = sumUp([
      makeQueue("a", { waiting: 2, late: 1, longest_since: 50, commitment_ms: 10 }),
      makeQueue("b", { waiting: 1, longest_since: 40, commitment_ms: 20 }),
      makeQueue("c"),
    ]);
    expect(sum).toEqual({ waiting: 3, late: 1, longest: { since: 40, commitmentMs: 20 } });
    expect(sumUp([]).longest).toBeNull();
  });

  it("warns before a promise is broken", () => {
    expect([judgeWait(10, 100), judgeWait(81, 100), judgeWait(101, 100)]).toEqual(["good", "warn", "bad"]);
  });

  it("shows the queues that call for somebody, and sums up the others", () => {
    const queues = [makeQueue("calm"), makeQueue("shut", { is_open: false }), makeQueue("late", { waiting: 1, late: 1 }), makeQueue("full", { waiting: 9 })];
    expect(chooseLines(queues).shown.map((queue) => queue.name)).toEqual(["late", "full", "calm", "shut"]);
    const { shown, rest } = chooseLines(queues, 3);
    expect([shown.map((queue) => queue.name), rest.map((queue) => queue.name)]).toEqual([["late", "full"], ["calm", "shut"]]);
  });
});
