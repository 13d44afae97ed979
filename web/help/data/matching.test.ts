import { expect, test } from "vitest";
import { choose, matches } from "./matching";

test("a star stands for anything, the rest for itself", () => {
  expect(matches("/demande/etape-2", "/demande/*")).toBe(true);
  expect(matches("/demande/etape-2", "*/etape-2")).toBe(true);
  expect(matches("/demande/12/etape-2", "/demande/*/etape-2")).toBe(true);
  expect(matches("/demande", "/demande")).toBe(true);
  expect(matches("/demandes", "/demande")).toBe(false);
  expect(matches("/a", "/a*a")).toBe(false);
  expect(matches("/aa", "/a*a")).toBe(true);
  expect(matches("/x", "*")).toBe(true);
});

test("a pattern made to take for ever takes no time", () => {
  expect(matches("/" + "a".repeat(100_000), "*a*a*b")).toBe(false);
});

test("of several pages the one that is told most closely is meant, and only on its own site", () => {
  const pages = [["all", "https://a.example", "/*"], ["one", "https://a.example", "/demande/*"], ["far", "https://b.example", "/demande/2"]] as const;
  expect(choose(pages, "https://a.example", "/demande/2")).toBe("one");
  expect(choose(pages, "https://a.example", "/")).toBe("all");
  expect(choose(pages, "https://c.example", "/demande/2")).toBe("");
});
