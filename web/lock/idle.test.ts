import { describe, expect, it } from "vitest";

import { restAfter, shouldTell } from "./idle";

describe("a screen that was left", () => {
  it("is locked when its minutes are over, not before", () => {
    expect(restAfter(1_000, 10, 600_999)).toBe(1);
    expect(restAfter(1_000, 10, 601_000)).toBe(0);
  });

  it("is said to be used once a minute at most", () => {
    expect(shouldTell(59_999, 0)).toBe(false);
    expect(shouldTell(60_000, 0)).toBe(true);
  });
});
