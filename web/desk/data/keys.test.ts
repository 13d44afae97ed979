import { expect, test } from "vitest";
import { openShelf } from "../../shared/data/shelf";
import { FIRST_KEYS, changeKeys, findCommand, isUsable, keepKeys, nameKeys, readKeys, type Press } from "./keys";

const press = (key: string, code: string, ...held: string[]): Press => ({
  key,
  code,
  altKey: held.includes("alt"),
  ctrlKey: held.includes("ctrl"),
  metaKey: held.includes("meta"),
  shiftKey: held.includes("shift"),
});

test("keys are named by what is printed on them, whatever the layout", () => {
  expect(nameKeys(press("A", "KeyQ", "alt", "shift"))).toBe("Alt+Shift+A"); // azerty
  expect(nameKeys(press("Å", "KeyA", "alt", "shift"))).toBe("Alt+Shift+A"); // macOS
  expect([nameKeys(press("k", "KeyK", "ctrl")), nameKeys(press("?", "Comma", "shift")), nameKeys(press("Shift", "ShiftLeft", "shift"))]).toEqual(["Ctrl+K", "?", ""]);
});

test("bare letters are no shortcuts, and a bare sign is heard only where nothing is typed", () => {
  expect([isUsable("A"), isUsable("Shift+A"), isUsable("Alt+A"), isUsable("F8"), isUsable("?")]).toEqual([false, false, true, true, true]);
  expect([findCommand(FIRST_KEYS, "?", false), findCommand(FIRST_KEYS, "?", true), findCommand(FIRST_KEYS, "Ctrl+K", true)]).toEqual(["sheet", undefined, "palette"]);
});

test("all can be switched off", () => {
  expect(findCommand({ ...FIRST_KEYS, on: false }, "Ctrl+K", false)).toBeUndefined();
});

test("keys are changed, kept and found again; those of another command are refused", () => {
  const { shelf } = openShelf();
  expect(changeKeys(FIRST_KEYS, "note", "Ctrl+K")).toBe("palette");
  const changed = changeKeys(FIRST_KEYS, "note", "Ctrl+J");
  if (typeof changed === "string") throw new Error(changed);
  keepKeys(shelf, changed);
  expect([readKeys(shelf).of.note, readKeys(shelf).of.accept]).toEqual(["Ctrl+J", "Alt+Shift+A"]);
  shelf.setItem("guichet:keys", "broken");
  expect(readKeys(shelf)).toEqual(FIRST_KEYS);
});
