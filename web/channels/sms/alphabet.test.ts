import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { countSms, ease, type SmsCost } from "./alphabet";

const cases = JSON.parse(readFileSync(new URL("alphabet.json", import.meta.url), "utf8")) as (SmsCost & { text: string; eased: string })[];

test("a message costs in the browser what it costs when it is sent", () => {
  expect(cases.length).toBeGreaterThan(200);
  for (const { text, eased, ...cost } of cases) {
    expect(ease(text)).toBe(eased);
    expect(countSms(eased)).toEqual(cost);
  }
});
