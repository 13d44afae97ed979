import { describe, expect, test } from "vitest";
import type { Person } from "../../shared/words/kept";
import { Persons } from "./persons";

const STRANGER: Person = { is_known: false, addresses: [], past: [] };

describe("what is known of persons", () => {
  test("is asked once while the answer is on its way", async () => {
    let count = 0;
    const persons = new Persons(() => Promise.resolve((count++, STRANGER)), () => undefined);
    await Promise.all([persons.ask("a"), persons.ask("a"), persons.ask("b")]);
    expect(count).toBe(2);
  });

  test("stays in sight when a later look fails, with what went wrong beside it", async () => {
    const answers = [Promise.resolve(STRANGER), Promise.reject(new Error("away")), Promise.resolve(STRANGER)];
    const persons = new Persons(() => answers.shift() ?? Promise.resolve(STRANGER), () => undefined);
    await persons.ask("a");
    await persons.ask("a");
    expect(persons.read("a")).toEqual({ person: STRANGER, problem: "away" });
    await persons.ask("a");
    expect(persons.read("a").problem).toBe("");
  });
});
