import { expect, test } from "vitest";
import { leavesLater } from "./fates";

test("what is said by mail, by post or by an account outside is not called sent by the conversation itself", () => {
  expect((["email", "letter", "sms", "social"] as const).map(leavesLater)).toEqual([true, true, true, true]);
  expect((["chat", "message", "voice"] as const).map(leavesLater)).toEqual([false, false, false]);
});
