import { expect, test } from "vitest";
import { openShelf } from "../../shared/data/shelf";
import { forget, forgetDraft, keep, keepDraft, readDraft, readKept } from "./kept";

const refused = (): never => {
  throw new DOMException("denied", "SecurityError");
};

test("a browser that refuses its storage keeps things as long as the page", () => {
  const { shelf, isLasting } = openShelf(refused);
  expect(isLasting).toBe(false);
  keep(shelf, "ville", { contact: "c", token: "t" });
  expect(readKept(shelf, "ville")).toEqual({ contact: "c", token: "t" });
  expect(readKept(shelf, "autre")).toBeNull();
  forget(shelf, "ville");
  expect(readKept(shelf, "ville")).toBeNull();
});

test("what somebody else wrote there is not taken for ours", () => {
  const { shelf } = openShelf(refused);
  for (const noise of ["", "{", "1", "null", '{"contact":1}', "[]"]) {
    shelf.setItem("guichet:widget:ville", noise);
    shelf.setItem("guichet:request:ville", noise);
    expect(readKept(shelf, "ville")).toBeNull();
    expect(Object.values(readDraft(shelf, "ville")).every((value) => typeof value === "string")).toBe(true);
  }
});

test("a request half written is found again until it is sent", () => {
  const { shelf } = openShelf(refused);
  keepDraft(shelf, "ville", { text: "Bonjour", key: "k" });
  expect(readDraft(shelf, "ville")).toEqual({ text: "Bonjour", key: "k" });
  forgetDraft(shelf, "ville");
  expect(readDraft(shelf, "ville")).toEqual({});
});
