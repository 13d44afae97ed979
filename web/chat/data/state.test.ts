import { expect, test } from "vitest";
import type { Event as ChatEvent } from "../../shared/words/chat";
import { apply, begin, type ChatState, isOpen } from "./state";

const WAITING: ChatState = begin({ contact: "c", state: "waiting", reason: null, arrived_at: 0, messages: [], cursor: "0" });

test("a conversation is open until it ends, is left or was turned away", () => {
  const open = (["waiting", "answered", "ended", "left", "turned-away"] as const).map((state) => isOpen({ ...WAITING, state }));
  expect(open).toEqual([true, true, false, false, false]);
});

test("events lead from waiting to the end, with what was said", () => {
  const message = { number: 1, author: "agent", kind: "message", text: "Hello", at: 0, agent: null, key: null, attachment: null, answer: null } as const;
  const events: ChatEvent[] = [
    { type: "StateChanged", state: "answered", reason: null },
    { type: "MessageAdded", message },
    { type: "MessageAdded", message },
    { type: "StateChanged", state: "ended", reason: null },
  ];
  expect(events.reduce(apply, WAITING)).toEqual({ ...WAITING, state: "ended", messages: [message] });
});

test("only the agent's reading counts for the citizen, and never goes back", () => {
  const read = (author: "agent" | "citizen", number: number): ChatEvent => ({ type: "MessagesRead", author, number });
  expect([read("citizen", 9), read("agent", 4), read("agent", 2)].reduce(apply, WAITING).read).toBe(4);
});
