import { expect, test } from "vitest";
import { Refusal, Unreached } from "../../shared/data/http";
import { persist } from "./script";

test("an answer is sent again under its key until the server says something", async () => {
  let attempts = 0;
  let lost = 0;
  const ask = (): Promise<string> => {
    attempts += 1;
    return attempts < 4 ? Promise.reject(new Unreached("away")) : Promise.resolve("there");
  };
  expect(await persist(ask, () => (lost += 1), () => Promise.resolve())).toBe("there");
  expect(lost).toBe(3);
  await expect(persist(() => Promise.reject(new Refusal(404, "no-such-session", "over")), () => undefined)).rejects.toThrow("over");
});
