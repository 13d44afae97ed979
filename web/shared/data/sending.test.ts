import { expect, test } from "vitest";
import { Refusal, Unreached } from "./http";
import { LARGEST_FILE, Sending, writeSize, type Parcel } from "./sending";

const noWait = (): Promise<void> => Promise.resolve();
const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

function file(name: string, size = 10): File {
  return Object.defineProperty(new File(["x"], name), "size", { value: size });
}

test("files leave one after the other, and one that nobody answered leaves again under its key", async () => {
  const tried: string[] = [];
  let misses = 2;
  const deliver = (parcel: Parcel): Promise<void> => {
    tried.push(parcel.key);
    return misses-- > 0 ? Promise.reject(new Unreached("")) : Promise.resolve();
  };
  const sending = new Sending(deliver, () => undefined, noWait);
  sending.add([file("a"), file("b")]);
  await tick();
  expect(sending.parcels).toEqual([]);
  expect(tried.length).toBe(4);
  expect(new Set(tried.slice(0, 3)).size).toBe(1);
});

test("a refused file says why, and does not hold up the others", async () => {
  const sent: string[] = [];
  const deliver = (parcel: Parcel): Promise<void> => {
    if (parcel.file.name === "a.exe") return Promise.reject(new Refusal(422, "program-refused", "No programs."));
    sent.push(parcel.file.name);
    return Promise.resolve();
  };
  const sending = new Sending(deliver, () => undefined, noWait);
  sending.add([file("a.exe"), file("b.pdf"), file("c.pdf", LARGEST_FILE + 1)]);
  await tick();
  expect(sent).toEqual(["b.pdf"]);
  expect(sending.parcels.map((each) => each.refusal?.slice(0, 12))).toEqual(["No programs.", "This file is"]);
  sending.remove(sending.parcels[0]?.key ?? "");
  expect(sending.parcels.length).toBe(1);
});

test("sizes are written as people say them", () => {
  expect([writeSize(300, "en"), writeSize(48_200, "en"), writeSize(2_449_000, "en")]).toEqual(["1 kB", "48 kB", "2.4 MB"]);
});
