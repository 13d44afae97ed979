import { expect, test } from "vitest";
import type { AgentShown, Board, BoardChanged, WaitingShown } from "../../shared/words/board";
import { apply, getDoing, saySince, sortAgents } from "./state";

function waits(contact: string, rank_at: number): WaitingShown {
  return {
    contact,
    channel: "chat",
    state: "waiting",
    queue: 1,
    reason_name: "r",
    arrived_at: rank_at,
    waits_since: rank_at,
    rank_at,
    priority_minutes: 0,
    offered_to: null,
    waiting_for: "arrived",
    skills: [],
  };
}

function agent(id: number, name: string, more: Partial<AgentShown> = {}): AgentShown {
  return { agent: id, name, team: null, presence: "available", reason: null, since: null, in_hand: 0, wrapping_up: 0, ringing: 0, ...more };
}

const STRETCH = { since: 0, answered: 0, in_time: 0, abandoned: 0 };
const COURSE = { day_begun_at: 0, lately: STRETCH, before: STRETCH };
const EMPTY = { queues: [], rows: [], teams: [], agents: [], contacts: [], alerts: [], orders: [], calls: [] };
const OWN = { account: 1, attending: [] };
const BOARD: Board = { ...EMPTY, ...OWN, at: 0, course: COURSE, agents: [agent(1, "Zoé", { presence: "offline" })], contacts: [waits("b", 5)], cursor: "0" };

function change(changes: Partial<BoardChanged>): BoardChanged {
  return { ...EMPTY, type: "BoardChanged", at: 1, is_whole: false, course: null, gone: [], ...changes };
}

test("new rows are added, known ones replaced, those gone removed, the next one first", () => {
  const board = apply(BOARD, change({ contacts: [waits("c", 9), waits("a", 1)], agents: [agent(1, "Zoé")], gone: ["contacts:b"] }));
  expect(board.contacts.map((row) => row.contact)).toEqual(["a", "c"]);
  expect(board.agents).toEqual([agent(1, "Zoé")]);
});

test("a change that comes twice changes once", () => {
  const event = change({ contacts: [waits("a", 1)], gone: ["contacts:b"] });
  expect(apply(apply(BOARD, event), event)).toEqual(apply(BOARD, event));
});

test("a whole board replaces everything but the cursor", () => {
  const board = apply(BOARD, change({ is_whole: true, course: COURSE, agents: [agent(2, "Awa")] }));
  expect(board).toEqual({ ...EMPTY, ...OWN, at: 1, course: COURSE, agents: [agent(2, "Awa")], cursor: "0" });
});

test("what an agent does is seen from what he has in hand before what he says", () => {
  expect(getDoing(agent(1, "a", { presence: "paused", in_hand: 1 }))).toBe("busy");
  expect(getDoing(agent(1, "a", { wrapping_up: 1 }))).toBe("wrapping-up");
  expect(getDoing(agent(1, "a", { ringing: 1 }))).toBe("busy");
  expect(getDoing(agent(1, "a", { presence: "offline", in_hand: 1 }))).toBe("offline");
});

test("how long an agent has been here is not taken for how long he has been doing what he does", () => {
  const say = (more: Partial<AgentShown>): string => saySince(agent(1, "a", { since: 60_000, ...more }), 122_000);
  expect(say({})).toBe("at work for 1:02");
  expect(say({ wrapping_up: 1 })).toBe("at work for 1:02");
  expect(say({ presence: "paused" })).toBe("for 1:02");
  expect(say({ presence: "paused", in_hand: 1 })).toBe("on pause for 1:02");
  expect(say({ presence: "offline" })).toBe("");
  expect(say({ since: null })).toBe("");
});

test("those who can answer come first, then by name", () => {
  const agents = [agent(1, "Zoé", { presence: "offline" }), agent(2, "Benoît"), agent(3, "Awa"), agent(4, "Chloé", { in_hand: 1 })];
  expect(sortAgents(agents).map((row) => row.name)).toEqual(["Awa", "Benoît", "Chloé", "Zoé"]);
});
