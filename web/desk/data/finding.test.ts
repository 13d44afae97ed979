import { describe, expect, test, vi } from "vitest";
import type { SearchAnswer } from "../../shared/words/kept";
import { Finding } from "./finding";

interface Asked {
  readonly words: string;
  readonly answer: (found: SearchAnswer) => void;
  readonly fail: (error: Error) => void;
}

const atOnce = (): Promise<void> => Promise.resolve();

function begin(wait = atOnce): { finding: Finding; asked: Asked[] } {
  const asked: Asked[] = [];
  const search = (words: string): Promise<SearchAnswer> => new Promise((answer, fail) => asked.push({ words, answer, fail }));
  return { finding: new Finding(search, () => undefined, wait), asked };
}

function found(contact: string): SearchAnswer {
  const each = { contact, channel: "chat", state: "closed", citizen_name: "", reason_name: "", agent_name: "", arrived_at: 0, closed_at: 0, excerpt: [] } as const;
  return { found: [each], is_everything: true };
}

describe("a search", () => {
  test("asks once for what was typed without a pause", async () => {
    const pauses: (() => void)[] = [];
    const { finding, asked } = begin(() => new Promise((resolve) => pauses.push(resolve)));
    void finding.type("d");
    void finding.type("dé");
    void finding.type("démé ");
    for (const end of pauses) end();
    await vi.waitFor(() => expect(asked.map((each) => each.words)).toEqual(["démé"]));
  });

  test("drops a late answer to words that were changed", async () => {
    const { finding, asked } = begin();
    const slow = finding.type("loyer");
    await Promise.resolve();
    const quick = finding.type("loyer juin");
    await Promise.resolve();
    asked[1]?.answer(found("new"));
    await quick;
    asked[0]?.answer(found("old"));
    await slow;
    expect(finding.answer?.found[0]?.contact).toBe("new");
    expect(finding.isLooking).toBe(false);
  });

  test("says what went wrong, and finds when asked again", async () => {
    const { finding, asked } = begin();
    const first = finding.type("loyer");
    await Promise.resolve();
    asked[0]?.fail(new Error("away"));
    await first;
    expect([finding.problem, finding.answer]).toEqual(["away", null]);
    const again = finding.look();
    asked[1]?.answer(found("a"));
    await again;
    expect([finding.problem, finding.answer?.found.length]).toEqual(["", 1]);
  });

  test("for nothing asks nothing and shows nothing", async () => {
    const { finding, asked } = begin();
    await finding.type("   ");
    await finding.look();
    expect([asked.length, finding.answer]).toEqual([0, null]);
  });
});
