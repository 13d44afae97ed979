import { expect, test } from "vitest";
import { findLeft } from "./focus";

const [there, gone] = [{ isConnected: true }, { isConnected: false }];

test("the focus is lost only when what held it is gone", () => {
  expect(findLeft([])).toBe(null);
  expect(findLeft([there, there])).toBe(null);
});

test("it is taken up next to where it was, in the nearest place that still stands", () => {
  const near = { isConnected: true };
  expect(findLeft([gone, gone, near, there])).toBe(near);
  expect(findLeft([gone, gone])).toBe(null);
});
