import { describe, expect, test } from "vitest";
import { FIRST_WIDTHS, LEAST, fit, getMost, keepWidths, readKey, readWidths, resize } from "./panes";

function makeShelf(): Storage {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (name) => items.get(name) ?? null,
    setItem: (name, value) => void items.set(name, value),
    removeItem: (name) => void items.delete(name),
    clear: () => items.clear(),
  };
}

describe("the panes", () => {
  test("are neither narrower nor wider than can be read", () => {
    expect(resize(FIRST_WIDTHS, "work", 10, 1440).work).toBe(LEAST);
    expect(resize(FIRST_WIDTHS, "work", 5_000, 1440).work).toBe(getMost(FIRST_WIDTHS, "work", 1440));
  });

  test("leave room for the exchange in a window made narrower", () => {
    const { work, about } = fit({ work: 540, about: 540 }, 1_200);
    expect(1_200 - work - about).toBeGreaterThanOrEqual(384);
  });

  test("grow when their border is moved into the exchange", () => {
    expect(readKey("ArrowRight", "work", 300)).toBeGreaterThan(300);
    expect(readKey("ArrowLeft", "about", 300)).toBeGreaterThan(300);
    expect(readKey("a", "about", 300)).toBeUndefined();
  });

  test("are found again as they were left", () => {
    const shelf = makeShelf();
    keepWidths(shelf, { work: 200, about: 400 });
    expect(readWidths(shelf)).toEqual({ work: 200, about: 400 });
  });

  test.each(["", "{", "null", '{"work":"wide"}', '{"about":null}'])("are as at first when what was kept is broken: %s", (kept) => {
    const shelf = makeShelf();
    shelf.setItem("guichet:panes", kept);
    expect(readWidths(shelf)).toEqual(FIRST_WIDTHS);
  });
});
