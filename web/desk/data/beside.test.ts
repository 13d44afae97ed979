import { expect, test } from "vitest";
import type { ArticleChoice } from "../../shared/words/answers";
import type { Draft, DraftKind } from "../../shared/words/kept";
import { forgetBeside, keepInserted, readInserted, readTicks, tick } from "./beside";

function makeDrafts(rivals: readonly string[] = []) {
  const kept = new Map<DraftKind, string>();
  const put = (_: string, kind: DraftKind, text: string): void => void kept.set(kind, text);
  return {
    kept,
    read: (_: string, kind: DraftKind): string => kept.get(kind) ?? "",
    write: put,
    settle: put,
    clear: (_: string, kind: DraftKind): Promise<void> => {
      put("", kind, "");
      return Promise.resolve();
    },
    listRivals: (): readonly Draft[] => rivals.map((text) => ({ contact: "c", kind: "ticks", screen: text, text, at: 0 })),
  };
}

const ARTICLE = { article: "rentree", version: 3, title: "La rentrée", text: "423 €", is_outdated: true } as ArticleChoice;

test("the answer inserted is found again with its version", () => {
  const drafts = makeDrafts();
  expect(readInserted(drafts, "c")).toBeNull();
  keepInserted(drafts, "c", ARTICLE, "message");
  expect(readInserted(drafts, "c")).toEqual({ ...ARTICLE, kind: "message", is_draft: false });
});

test("points checked in another browser count here, and one that is taken back is gone", () => {
  const drafts = makeDrafts(['["Âge"]', "broken"]);
  tick(drafts, "c", "Revenu", true);
  expect([...readTicks(drafts, "c")].sort()).toEqual(["Revenu", "Âge"]);
  expect(drafts.kept.get("ticks")).toBe('["Âge","Revenu"]');
});

test("a contact that is over leaves nothing", () => {
  const drafts = makeDrafts();
  keepInserted(drafts, "c", ARTICLE, "note");
  tick(drafts, "c", "Âge", true);
  forgetBeside(drafts, "c");
  expect([...drafts.kept.values()]).toEqual(["", ""]);
});
