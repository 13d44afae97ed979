import { expect, test } from "vitest";
import { partColleagues } from "./colleagues";

const [awa, benoit, claire] = [1, 2, 3].map((agent) => ({ agent, name: `n${String(agent)}` })) as [Named, Named, Named];
interface Named {
  readonly agent: number;
  readonly name: string;
}

test("who can be asked stands apart from who cannot, both in their order", () => {
  expect(partColleagues([awa, benoit, claire], [3, 1])).toEqual({ free: [awa, claire], away: [benoit] });
});

test("where nobody knows who is there, nobody is said to be away", () => {
  expect(partColleagues([awa, benoit], null)).toEqual({ free: [awa, benoit], away: [] });
});
