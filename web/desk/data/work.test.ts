import { describe, expect, test } from "vitest";
import type { Card, Message } from "../../shared/words/live";
import { isSpoken, orderWork, waitsSince } from "./work";

function say(number: number, author: Message["author"], at: number, kind: Message["kind"] = "message"): Message {
  return { number, author, kind, text: "", at, agent: null, key: null, attachment: null, answer: null };
}

function card(contact: string, messages: readonly Message[], changes: Partial<Card> = {}): Card {
  return {
    contact,
    channel: "chat",
    state: "assigned",
    queue: 1,
    queue_name: "",
    reason: 1,
    reason_name: "",
    language: "fr",
    written_in: "",
    territory: null,
    citizen_name: "",
    arrived_at: 10,
    offered_until: null,
    wrap_up_until: null,
    call: null,
    caller: null,
    reply: null,
    mail: null,
    letter: null,
    asking: null,
    text: null,
    joined: [],
    taken_out: [],
    origin: null,
    why: null,
    messages,
    ...changes,
  };
}

describe("who waits for an answer", () => {
  test("whoever is waited for waits for nobody, comes last, and waits again once he has answered", () => {
    const asking = { reason_name: "Document", since: 30, until: 99, is_put_off: true };
    const resting = card("a", [say(1, "citizen", 12)], { state: "asked", asking });
    expect(waitsSince(resting)).toBeNull();
    expect(orderWork([resting, card("b", [say(1, "citizen", 1), say(2, "agent", 2)])]).map(({ contact }) => contact)).toEqual(["b", "a"]);
    expect(waitsSince({ ...resting, messages: [say(1, "citizen", 12), say(2, "agent", 29), say(3, "citizen", 40)] })).toBe(40);
  });

  test("whoever is spoken with waits for no answer, with text beside the call too; a call by text waits as a chat does", () => {
    expect(waitsSince(card("a", [], { channel: "voice" }))).toBeNull();
    expect(waitsSince(card("a", [say(1, "citizen", 12)], { channel: "voice", text: "beside" }))).toBeNull();
    expect(waitsSince(card("a", [say(1, "citizen", 12)], { channel: "voice", text: "alone" }))).toBe(10);
    expect([null, "beside", "alone"].map((text) => isSpoken(card("a", [], { channel: "voice", text: text as Card["text"] })))).toEqual([true, false, false]);
  });

  test("who was never answered waits since he came", () => {
    expect(waitsSince(card("a", [say(1, "citizen", 12), say(2, "citizen", 40)]))).toBe(10);
  });

  test("who was answered waits since his first word after the answer", () => {
    expect(waitsSince(card("a", [say(1, "citizen", 12), say(2, "agent", 20), say(3, "citizen", 30), say(4, "citizen", 40)]))).toBe(30);
  });

  test.each<[string, Card]>([
    ["was answered last", card("a", [say(1, "citizen", 12), say(2, "agent", 20)])],
    ["was sent a file last", card("a", [say(1, "citizen", 12), say(2, "agent", 20, "file")])],
    ["is wrapped up", card("a", [say(1, "citizen", 12)], { state: "wrapping_up" })],
    ["is spoken with", card("a", [], { call: { number: "", shown: "", wanted_from: null, attempts: 0, relay: "", relay_number: "", relay_shown: "" } })],
  ])("who %s does not wait", (_, each) => {
    expect(waitsSince(each)).toBeNull();
  });

  test("neither an internal note nor a word of the house is an answer", () => {
    expect(waitsSince(card("a", [say(1, "citizen", 12), say(2, "agent", 20, "note"), say(3, "system", 21)]))).toBe(10);
  });

  test("the longest wait stands first, and who was answered stands last, as he came", () => {
    const cards = [
      card("answered", [say(1, "citizen", 1), say(2, "agent", 2)], { arrived_at: 1 }),
      card("waits again", [say(1, "citizen", 3), say(2, "agent", 4), say(3, "citizen", 60)], { arrived_at: 3 }),
      card("never answered", [say(1, "citizen", 50)], { arrived_at: 50 }),
      card("answered later", [say(1, "citizen", 55), say(2, "agent", 56)], { arrived_at: 55 }),
    ];
    expect(orderWork(cards).map((each) => each.contact)).toEqual(["never answered", "waits again", "answered", "answered later"]);
  });
});
