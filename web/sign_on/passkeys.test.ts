import { describe, expect, it } from "vitest";

import { toBytes, toText } from "./passkeys";

describe("bytes as text", () => {
  it("come back as they were, whatever their length", () => {
    for (const length of [0, 1, 2, 3, 64, 255]) {
      const bytes = Uint8Array.from({ length }, (_, index) => (index * 37 + 250) % 256);
      expect(toBytes(toText(bytes.buffer))).toEqual(bytes);
    }
  });

  it("use letters that are safe in an address", () => {
    expect(toText(Uint8Array.of(251, 255, 254).buffer)).toBe("-__-");
  });
});
