import { describe, expect, test } from "vitest";
import type { PastContact, Person } from "../../shared/words/kept";
import { Persons } from "./persons";

const STRANGER: Person = { is_known: false, addresses: [], timeline: { past: [], following: "" }, proposals: [], judged: [] };
const KNOWN: Person = { ...STRANGER, is_known: true, timeline: { past: [], following: "1" } };
const getTimeline = (): Promise<never> => Promise.reject(new Error("not asked"));

describe("what is known of persons", () => {
  test("is asked once while the answer is on its way", async () => {
    let count = 0;
    const persons = new Persons({ getPerson: () => Promise.resolve((count++, STRANGER)), getTimeline }, () => undefined);
    await Promise.all([persons.ask("a"), persons.ask("a"), persons.ask("b")]);
    expect(count).toBe(2);
  });

  test("stays in sight when a later look fails, with what went wrong beside it", async () => {
    const answers = [Promise.resolve(STRANGER), Promise.reject(new Error("away")), Promise.resolve(STRANGER)];
    const persons = new Persons({ getPerson: () => answers.shift() ?? Promise.resolve(STRANGER), getTimeline }, () => undefined);
    await persons.ask("a");
    await persons.ask("a");
    expect(persons.read("a")).toMatchObject({ person: STRANGER, problem: "away" });
    await persons.ask("a");
    expect(persons.read("a").problem).toBe("");
  });

  test("is read on page by page, and begins anew when somebody says who it is", async () => {
    const pages = [
      { past: [{ contact: "x" } as PastContact], following: "2" },
      { past: [{ contact: "y" } as PastContact], following: "" },
    ];
    const places: string[] = [];
    const doors = {
      getPerson: () => Promise.resolve(KNOWN),
      getTimeline: (_: string, before: string) => (places.push(before), Promise.resolve(pages.shift() ?? { past: [], following: "" })),
    };
    const persons = new Persons(doors, () => undefined);
    await persons.ask("a");
    await persons.readOn("a");
    await persons.readOn("a");
    expect([places, persons.read("a").more.map(({ contact }) => contact), persons.read("a").following]).toEqual([["1", "2"], ["x", "y"], ""]);
    await persons.say("a", () => Promise.reject(new Error("not alike")));
    expect(persons.read("a")).toMatchObject({ person: KNOWN, refusal: "not alike", following: "" });
    await persons.say("a", () => Promise.resolve(KNOWN));
    expect(persons.read("a")).toMatchObject({ refusal: "", more: [], following: "1" });
  });
});
