import { expect, test } from "vitest";
import { openShelf } from "../../shared/data/shelf";
import { Bell, FIRST_WISHES, holdRing, keepWishes, readWishes } from "./ring";

const makeShelf = (): ReturnType<typeof openShelf>["shelf"] => openShelf().shelf;

/** Grants one lock at a time, in the order in which it was asked for. */
class Locks {
  readonly waiting: (() => Promise<unknown>)[] = [];
  request = (_name: string, work: () => Promise<unknown>): Promise<unknown> => {
    if (this.waiting.push(work) === 1) return work();
    return new Promise(() => undefined);
  };
  leave(): void {
    this.waiting.shift();
    void this.waiting[0]?.();
  }
}

test("what the agent wishes is found again, and broken wishes are forgotten", () => {
  const shelf = makeShelf();
  expect(readWishes(shelf)).toEqual(FIRST_WISHES);
  keepWishes(shelf, { sounds: false, volume: 10, notifies: true });
  expect(readWishes(shelf)).toEqual({ sounds: false, volume: 10, notifies: true });
  shelf.setItem("guichet:ring", "{");
  expect(readWishes(shelf)).toEqual(FIRST_WISHES);
});

test("of several tabs one rings; when it is closed the next one does", () => {
  const [locks, rang] = [new Locks(), [] as string[]];
  holdRing(1, () => rang.push("first"), locks as unknown as LockManager);
  holdRing(1, () => rang.push("second"), locks as unknown as LockManager);
  expect(rang).toEqual(["first"]);
  locks.leave();
  expect(rang).toEqual(["first", "second"]);
});

test("a browser without locks rings all the same", () => {
  let rang = 0;
  holdRing(1, () => (rang += 1), null);
  expect(rang).toBe(1);
});

test("each contact is news once, and again when it comes back", () => {
  const bell = new Bell();
  expect(bell.look(["a"])).toEqual(["a"]);
  expect(bell.look(["a", "b"])).toEqual(["b"]);
  expect(bell.look([])).toEqual([]);
  expect(bell.look(["a"])).toEqual(["a"]);
});
