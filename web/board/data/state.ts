/** The board as the page knows it. `apply` is pure: all events applied to an old state give the new one. */

import { writeLength } from "../../shared/data/clock";
import { gettext } from "../../shared/data/text";
import type { AgentShown, Board, BoardChanged, BoardEvent, WaitingShown } from "../../shared/words/board";

/** Rows by their identity, newer ones in place of older ones, without those that are gone. */
function merge<Row>(rows: readonly Row[], newer: readonly Row[], gone: ReadonlySet<string>, name: (row: Row) => string): readonly Row[] {
  if (newer.length === 0 && gone.size === 0) return rows;
  const found = new Map(rows.map((row) => [name(row), row]));
  for (const row of newer) found.set(name(row), row);
  for (const each of gone) found.delete(each);
  return [...found.values()];
}

export function apply(board: Board, event: BoardEvent): Board {
  if (event.type === "Reset") return board;
  if (event.type === "AttendingSet") return { ...board, attending: event.attending };
  return event.is_whole ? replace(board, event) : change(board, event);
}

function replace({ cursor, account, attending }: Board, event: BoardChanged): Board {
  const { at, course, queues, rows, teams, agents, contacts, alerts, orders, calls } = event;
  if (course === null) throw new Error("a whole board says how the day goes");
  return { at, course, queues, rows, teams, agents, contacts, alerts, orders, calls, cursor, account, attending };
}

function change(board: Board, event: BoardChanged): Board {
  const gone = new Set(event.gone);
  return {
    ...board,
    at: event.at,
    course: event.course ?? board.course,
    queues: merge(board.queues, event.queues, gone, (row) => `queues:${row.queue}`),
    rows: merge(board.rows, event.rows, gone, (row) => `rows:${row.queue}:${row.channel}`),
    teams: merge(board.teams, event.teams, gone, (row) => `teams:${row.team}`),
    agents: merge(board.agents, event.agents, gone, (row) => `agents:${row.agent}`),
    contacts: sortByRank(merge(board.contacts, event.contacts, gone, (row) => `contacts:${row.contact}`)),
    alerts: merge(board.alerts, event.alerts, gone, (row) => `alerts:${row.kind}:${row.queue}`),
    orders: merge(board.orders, event.orders, gone, (row) => `orders:${row.order}`),
    calls: merge(board.calls, event.calls, gone, (row) => `calls:${row.call}`),
  };
}

/** Who is next comes first. */
export function sortByRank(contacts: readonly WaitingShown[]): readonly WaitingShown[] {
  return contacts.toSorted((one, other) => one.rank_at - other.rank_at || (one.contact < other.contact ? -1 : 1));
}

export type Doing = "free" | "busy" | "wrapping-up" | "paused" | "offline";

/** What an agent does, as a supervisor sees it. */
export function getDoing(agent: AgentShown): Doing {
  if (agent.presence === "offline") return "offline";
  if (agent.in_hand + agent.ringing > 0) return "busy";
  if (agent.wrapping_up > 0) return "wrapping-up";
  return agent.presence === "paused" ? "paused" : "free";
}

export const DOINGS: readonly Doing[] = ["free", "busy", "wrapping-up", "paused", "offline"];

/** How long an agent has been here, or on pause: nobody knows since when he does what he does, so it is not said of that. */
export function saySince(agent: AgentShown, now: number): string {
  if (agent.since === null || agent.presence === "offline") return "";
  const time = writeLength(now - agent.since);
  if (agent.presence !== "paused") return gettext("at work for {time}", { time });
  return getDoing(agent) === "paused" ? gettext("for {time}", { time }) : gettext("on pause for {time}", { time });
}

/** Those who can answer first, then by name. */
export function sortAgents(agents: readonly AgentShown[]): readonly AgentShown[] {
  const rank = (agent: AgentShown): number => DOINGS.indexOf(getDoing(agent));
  return agents.toSorted((one, other) => rank(one) - rank(other) || one.name.localeCompare(other.name));
}
