import { describe, expect, it } from "vitest";
import type { PastContact } from "../../shared/words/kept";
import type { Card } from "../../shared/words/live";
import { listCandidates } from "./merging";

function makeCard(contact: string, more: Partial<Card> = {}): Card {
  return { contact, channel: "email", state: "assigned", citizen_name: "Samia", reason_name: "Aide", arrived_at: 1, joined: [], messages: [], ...more } as unknown as Card;
}

function makePast(contact: string, more: Partial<PastContact> = {}): PastContact {
  return { contact, channel: "email", state: "waiting", reason_name: "Aide", agent_name: "", outcome_name: "", arrived_at: 1, closed_at: null, ...more };
}

describe("contacts that may go on in another", () => {
  const current = makeCard("current", { joined: [{ contact: "joined" }] as unknown as Card["joined"] });

  it("are the deferred ones in hand and those of the same person that wait, the oldest first, each once", () => {
    const cards = [current, makeCard("mine", { arrived_at: 5 })];
    const past = [makePast("waits", { arrived_at: 2 }), makePast("mine"), makePast("joined")];
    expect(listCandidates(current, cards, past).map(({ contact }) => contact)).toEqual(["waits", "mine"]);
  });

  it("are never those in which somebody waits for an answer at once, nor those that are over or in a colleague's hands", () => {
    const cards = [current, makeCard("chat", { channel: "chat" }), makeCard("over", { state: "wrapping_up" })];
    const past = [makePast("call", { channel: "callback" }), makePast("closed", { state: "closed" }), makePast("held", { state: "assigned" })];
    expect(listCandidates(current, cards, past)).toEqual([]);
  });
});
