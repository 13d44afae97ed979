import { expect, test } from "vitest";
import { openShelf } from "../../shared/data/shelf";
import { forgetScript, keepScript, readEarlier, readScript } from "./kept-script";
import { makeTurn } from "./script";

const refused = (): never => {
  throw new DOMException("denied", "SecurityError");
};

test("a script under way and the answer on its way are found again until it is over", () => {
  const { shelf } = openShelf(refused);
  const pending = makeTurn({ text: "deux" }, 3);
  keepScript(shelf, "ville", { session: "s", token: "t", reason: 7, pending });
  expect(readScript(shelf, "ville")).toEqual({ session: "s", token: "t", reason: 7, pending });
  expect(readScript(shelf, "autre")).toBeNull();
  forgetScript(shelf, "ville");
  expect(readScript(shelf, "ville")).toBeNull();
  expect(readEarlier(shelf, "ville")).toBe("t");
});

test("what somebody else wrote there is not taken for ours", () => {
  const { shelf } = openShelf(refused);
  for (const noise of ["", "{", "1", "null", '{"session":1}', '{"session":"s","token":"t"}', "[]"]) {
    shelf.setItem("guichet:script:ville", noise);
    expect(readScript(shelf, "ville")).toBeNull();
  }
  shelf.setItem("guichet:script:ville", '{"session":"s","token":"t","reason":7,"pending":{"key":1}}');
  expect(readScript(shelf, "ville")).toEqual({ session: "s", token: "t", reason: 7 });
});
