import { expect, test } from "vitest";
import type { AgentFigures, Board, BoardChanged, WaitingContact } from "../../shared/words/live";
import { apply, listOfQueue, sortAgents } from "./state";

function waits(contact: string, arrived_at: number, queue = 1): WaitingContact {
  return { contact, channel: "chat", state: "waiting", queue, reason: 1, reason_name: "r", arrived_at, step: 0, offered_to: null, waiting_for: "arrived" };
}

function agent(id: number, name: string, presence: AgentFigures["presence"]): AgentFigures {
  return { agent: id, name, presence, reason: null, since: null, contacts: 0 };
}

const FIGURES = { waiting: 0, longest_since: null, in_hand: 0, available: 0, paused: 0, offline: 0 };
const BOARD: Board = { at: 0, figures: FIGURES, queues: [], agents: [agent(1, "Zoé", "offline")], contacts: [waits("b", 5)], cursor: "0" };

function change(changes: Partial<BoardChanged>): BoardChanged {
  return { type: "BoardChanged", at: 1, figures: FIGURES, queues: [], agents: [], contacts: [], gone: [], ...changes };
}

test("new rows are added, known ones replaced, those gone removed, the oldest first", () => {
  const board = apply(BOARD, change({ contacts: [waits("a", 1), waits("c", 9)], agents: [agent(1, "Zoé", "available")], gone: ["b"] }));
  expect(board.contacts.map((row) => row.contact)).toEqual(["a", "c"]);
  expect(board.agents).toEqual([agent(1, "Zoé", "available")]);
});

test("a change that comes twice changes once", () => {
  const event = change({ contacts: [waits("a", 1)], gone: ["b"] });
  expect(apply(apply(BOARD, event), event)).toEqual(apply(BOARD, event));
});

test("those who can answer come first, then by name", () => {
  const agents = [agent(1, "Zoé", "offline"), agent(2, "Benoît", "available"), agent(3, "Awa", "available"), agent(4, "Chloé", "paused")];
  expect(sortAgents(agents).map((row) => row.name)).toEqual(["Awa", "Benoît", "Chloé", "Zoé"]);
});

test("one queue may be looked at alone", () => {
  const board = { ...BOARD, contacts: [waits("a", 1, 1), waits("b", 2, 2)] };
  expect(listOfQueue(board, 2).map((row) => row.contact)).toEqual(["b"]);
  expect(listOfQueue(board, null)).toHaveLength(2);
});
