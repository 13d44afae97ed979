import { expect, test } from "vitest";
import { chooseType, nameTrouble, writeTime } from "./recording";

test("only what is read at the door is recorded; a browser that knows neither shows no button", () => {
  expect(chooseType(() => true)).toBe("audio/webm;codecs=opus");
  expect(chooseType((type) => type.includes("ogg"))).toBe("audio/ogg;codecs=opus");
  expect(chooseType((type) => type === "audio/mp4")).toBeUndefined();
});

test("why there is no microphone is told apart", () => {
  const fail = (name: string): Error => Object.assign(new Error(), { name });
  expect(["NotAllowedError", "NotFoundError", "NotReadableError"].map((name) => nameTrouble(fail(name)))).toEqual(["refused", "missing", "failed"]);
  expect(nameTrouble("strange")).toBe("failed");
});

test("the length is told in minutes and seconds", () => {
  expect([0, 999, 59_000, 60_000, 179_999].map(writeTime)).toEqual(["0:00", "0:00", "0:59", "1:00", "2:59"]);
});
