import { describe, expect, test } from "vitest";
import type { Card, DeskEvent, Message } from "../../shared/words/live";
import { apply, begin, countUnseen, type DeskState, listRinging, listWork } from "./state";

function card(contact: string, changes: Partial<Card> = {}): Card {
  return {
    contact,
    channel: "chat",
    state: "assigned",
    queue: 1,
    queue_name: "Queue",
    reason: 1,
    reason_name: "Reason",
    language: "fr",
    written_in: "",
    territory: null,
    citizen_name: "",
    arrived_at: 0,
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
    messages: [],
    ...changes,
  };
}

const EMPTY: DeskState = begin({
  me: { agent: 1, name: "Awa", roles: ["agent"], presence: "available", presence_reason: null, since: 0 },
  contacts: [],
  notices: [],
  legs: [],
  campaigns: [],
  cursor: "0",
});

function after(...events: DeskEvent[]): DeskState {
  return events.reduce(apply, EMPTY);
}

function line(number: number, author: Message["author"] = "citizen"): Message {
  return { number, author, kind: "message", text: String(number), at: 0, agent: null, key: null, attachment: null, answer: null };
}

describe("the desk's state", () => {
  test("an offer rings, and once accepted is in hand", () => {
    const offered = after({ type: "ContactOffered", card: card("a", { state: "offered" }) });
    expect(listRinging(offered)).toHaveLength(1);
    const accepted = apply(offered, { type: "ContactAssigned", card: card("a") });
    expect([listRinging(accepted).length, listWork(accepted).length]).toEqual([0, 1]);
  });

  test.each<[string, DeskEvent[]]>([
    ["before", [{ type: "OfferEnded", contact: "a", reason: "accepted" }, { type: "ContactAssigned", card: card("a") }]],
    ["after", [{ type: "ContactAssigned", card: card("a") }, { type: "OfferEnded", contact: "a", reason: "accepted" }]],
  ])("the end of the ring, told %s the assignment, does not take the contact away", (_, events) => {
    const state = after({ type: "ContactOffered", card: card("a", { state: "offered" }) }, ...events);
    expect(listWork(state).map((each) => each.contact)).toEqual(["a"]);
  });

  test.each<DeskEvent>([
    { type: "ContactReleased", contact: "a", reason: "transferred" },
    { type: "ContactClosed", contact: "a", cause: "wrap-up-done" },
  ])("a contact that is $type is gone", (event) => {
    expect(after({ type: "ContactAssigned", card: card("a") }, event).contacts).toEqual([]);
  });

  test("events of a contact that is not here change nothing", () => {
    const events: DeskEvent[] = [
      { type: "MessageAdded", contact: "x", message: line(1) },
      { type: "WrapUpStarted", contact: "x", until: 5 },
      { type: "ContactClosed", contact: "x", cause: "wrap-up-done" },
    ];
    expect(after(...events)).toEqual(EMPTY);
  });

  test("a language that is found later is on the card", () => {
    const state = after({ type: "ContactAssigned", card: card("a") }, { type: "LanguageFound", contact: "a", written_in: "pt" });
    expect(state.contacts[0]?.written_in).toBe("pt");
  });

  test("applying an event twice is applying it once", () => {
    const events: DeskEvent[] = [
      { type: "ContactAssigned", card: card("a") },
      { type: "MessageAdded", contact: "a", message: line(1) },
      { type: "WrapUpStarted", contact: "a", until: 60_000 },
      { type: "MessagesRead", contact: "a", author: "citizen", number: 1 },
    ];
    for (const event of events) {
      const once = events.slice(0, events.indexOf(event) + 1).reduce(apply, EMPTY);
      expect(apply(once, event)).toEqual(once);
    }
  });

  test("who has waited longest stands first", () => {
    const state = after({ type: "ContactAssigned", card: card("young", { arrived_at: 9 }) }, { type: "ContactAssigned", card: card("old", { arrived_at: 2 }) });
    expect(listWork(state).map((each) => each.contact)).toEqual(["old", "young"]);
  });

  test("only the citizen's later messages are unseen", () => {
    expect(countUnseen(card("a", { messages: [line(1), line(2), line(3, "agent"), line(4)] }), 1)).toBe(2);
  });
});
