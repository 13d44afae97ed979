import { expect, test } from "vitest";
import { readShown } from "./shown";
import { readTold } from "./told";

test("whatever another page sends, only our words are heard", () => {
  for (const noise of [null, undefined, 1, "ready", [], {}, { guichet: "x" }, { guichet: "unread", count: "<b>" }, { guichet: "shown" }]) {
    expect(readTold(noise)).toBeNull();
    expect(readShown(noise)).toBeNull();
  }
  expect(readTold({ guichet: "unread", count: 1e9, more: "x" })).toEqual({ guichet: "unread", count: 99 });
  expect(readShown({ guichet: "shown", open: true })).toEqual({ guichet: "shown", open: true });
});
