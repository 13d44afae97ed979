import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DraftsHeard, DraftTeller, LONGEST_TOLD, TOLD_EVERY_MS } from "./real-time";

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

function listen(): { said: string[]; teller: DraftTeller } {
  const said: string[] = [];
  return { said, teller: new DraftTeller((draft) => said.push(draft)) };
}

test("the first letter is told at once, the others together within the time, the last one always", () => {
  const { said, teller } = listen();
  teller.take("B");
  vi.advanceTimersByTime(1);
  expect(said).toEqual(["B"]);
  teller.take("Bo");
  teller.take("Bon");
  vi.advanceTimersByTime(TOLD_EVERY_MS - 2);
  expect(said).toEqual(["B"]);
  vi.advanceTimersByTime(2);
  expect(said).toEqual(["B", "Bon"]);
});

test("what is deleted is told, the same twice is not, and what was sent is told no more", () => {
  const { said, teller } = listen();
  for (const text of ["Non", "", ""]) {
    teller.take(text);
    vi.advanceTimersByTime(TOLD_EVERY_MS);
  }
  expect(said).toEqual(["Non", ""]);
  teller.take("Oui");
  teller.stop();
  vi.advanceTimersByTime(TOLD_EVERY_MS);
  expect(said).toEqual(["Non", ""]);
});

test("of a long text the end is told", () => {
  const { said, teller } = listen();
  teller.take(`${"a".repeat(LONGEST_TOLD)}fin`);
  vi.advanceTimersByTime(1);
  expect(said[0]).toHaveLength(LONGEST_TOLD);
  expect(said[0]).toMatch(/fin$/);
});

const types = (draft: string, contact = "c", author = "citizen"): object => ({ type: "SomebodyTypes", contact, author, draft });
const says = (text: string): object => ({ type: "MessageAdded", contact: "c", message: { author: "citizen", text } });

function hear(...told: [object, number][]): DraftsHeard {
  const heard = new DraftsHeard("citizen");
  for (const [event, at] of told) heard.follow(event as { type: string }, at);
  return heard;
}

test("a draft goes when it was sent, and does not come back late", () => {
  expect(hear([types("Bonj"), 0]).read("c", 0)).toBe("Bonj");
  const sent: [object, number][] = [[types("Bonj"), 0], [says("Bonjour"), 10], [types("Bonjour"), 50]];
  expect(hear(...sent).read("c", 50)).toBe("");
  expect(hear(...sent, [types("Je"), 60]).read("c", 60)).toBe("Je");
});

test("nobody sees what he types himself, nor what is typed elsewhere", () => {
  const heard = hear([types("Bonj", "c", "agent"), 0], [types("Bonsoir", "another"), 0]);
  expect(heard.read("c", 0)).toBe("");
});

test("who is not heard of any more is not shown as writing for ever", () => {
  expect(hear([types("Bonj"), 0]).read("c", 61_000)).toBe("");
});
