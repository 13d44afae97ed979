import { expect, test } from "vitest";
import { measure } from "./level";

test("loudness goes from silence to full scale, and a tenth of the amplitude is two thirds of it", () => {
  const wave = (height: number): Float32Array => Float32Array.from({ length: 1_000 }, () => height);
  expect([measure(wave(0)), measure(wave(1)), measure(new Float32Array())]).toEqual([0, 1, 0]);
  expect(measure(wave(0.1))).toBeCloseTo(2 / 3);
});
