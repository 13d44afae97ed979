import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Publicity } from "./publicity";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a text is looked at once, when the typing pauses, and is known afterwards", async () => {
  const ask = vi.fn((text: string) => Promise.resolve(text.includes("06") ? [{ excerpt: "06", sentence: "non" }] : []));
  const publicity = new Publicity(ask, () => undefined);
  publicity.hear("0");
  publicity.hear("06 12");
  expect(publicity.isKnown("06 12")).toBe(false);
  await vi.runAllTimersAsync();
  publicity.hear(" 06 12 ");
  await vi.runAllTimersAsync();
  expect(ask.mock.calls).toEqual([["06 12"]]);
  expect([publicity.isKnown("06 12 "), publicity.findings.length]).toEqual([true, 1]);
});

test("a look that fails leaves the text unknown, and is made again", async () => {
  let isAway = true;
  const publicity = new Publicity(() => (isAway ? Promise.reject(new Error("away")) : Promise.resolve([])), () => undefined);
  publicity.hear("bonjour");
  await vi.runAllTimersAsync();
  expect(publicity.isKnown("bonjour")).toBe(false);
  isAway = false;
  publicity.hear("bonjour");
  await vi.runAllTimersAsync();
  expect(publicity.isKnown("bonjour")).toBe(true);
});

test("a text that is sent at once is looked at before it leaves, whatever is looked at already", async () => {
  const ask = vi.fn((text: string) => Promise.resolve([{ excerpt: text, sentence: "non" }]));
  const publicity = new Publicity(ask, () => undefined);
  publicity.hear("bonj");
  expect(await publicity.settle(" bonjour ")).toBe(true);
  expect(publicity.findings[0]?.excerpt).toBe("bonjour");
  expect(await publicity.settle("bonjour")).toBe(true);
  await vi.runAllTimersAsync();
  expect(ask.mock.calls).toEqual([["bonjour"]]);
});

test("a check that fails lets nothing leave", async () => {
  const publicity = new Publicity(() => Promise.reject(new Error("away")), () => undefined);
  expect(await publicity.settle("bonjour")).toBe(false);
});

test("what is said of an older text comes too late", async () => {
  const answers = new Map<string, () => void>();
  const publicity = new Publicity(
    (text) => new Promise((resolve) => answers.set(text, () => resolve([{ excerpt: text, sentence: "non" }]))),
    () => undefined,
  );
  publicity.hear("avant");
  await vi.runAllTimersAsync();
  const settled = publicity.settle("après");
  answers.get("après")?.();
  expect(await settled).toBe(true);
  answers.get("avant")?.();
  await vi.runAllTimersAsync();
  expect([publicity.isKnown("après"), publicity.findings[0]?.excerpt]).toEqual([true, "après"]);
});
