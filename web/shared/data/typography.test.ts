import { expect, test } from "vitest";
import { joinMarks } from "./typography";

test("no line begins with a mark, and nothing else changes", () => {
  expect(joinMarks("Quel âge ? Ici : « oui » !")).toBe("Quel âge\u00a0? Ici\u00a0: « oui\u00a0»\u00a0!");
  expect(joinMarks("Why? at 10:30, a;b  -> ok")).toBe("Why? at 10:30, a;b  -> ok");
  expect(joinMarks("")).toBe("");
});
