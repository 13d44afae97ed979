/**
 * What is told is what is fetched: all events applied to an old state give the state that the server answers with afterwards. The
 * histories come from the real doors and engine: `tests/screens` writes them, names their file in GUICHET_HISTORIES and runs this.
 */

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { apply as applyToBoard } from "../board/data/state";
import { apply as applyToChat, begin as beginChat } from "../chat/data/state";
import { apply as applyToDesk, begin as beginDesk } from "../desk/data/state";
import type { Conversation, Event as ChatEvent } from "../shared/words/chat";
import type { Board, BoardEvent } from "../shared/words/board";
import type { DeskEvent, State } from "../shared/words/live";

interface Told<Fetched, Event> {
  readonly name: string;
  readonly before: Fetched;
  readonly events: readonly Event[];
  readonly after: Fetched;
}

interface Histories {
  readonly desks: readonly Told<State, DeskEvent>[];
  readonly boards: readonly Told<Board, BoardEvent>[];
  readonly citizens: readonly Told<Conversation, ChatEvent>[];
}

const path = process.env["GUICHET_HISTORIES"];
const histories: Histories =
  path === undefined ? { desks: [], boards: [], citizens: [] } : (JSON.parse(readFileSync(path, "utf8")) as Histories);

function byId<Row>(rows: readonly Row[], identify: (row: Row) => string | number): Map<string | number, Row> {
  return new Map(rows.map((row) => [identify(row), row]));
}

/** The order of cards, and where the next stream would begin, are no part of what is shown. */
function lookAtDesk({ me, contacts, notices, legs }: State): unknown {
  return { me, notices, legs, contacts: byId(contacts, (card) => card.contact) };
}

function lookAtBoard({ course, queues, rows, teams, agents, contacts, alerts, orders }: Board): unknown {
  return {
    course,
    queues: byId(queues, (row) => row.queue),
    rows: byId(rows, (row) => `${row.queue} ${row.channel}`),
    teams: byId(teams, (row) => row.team),
    agents: byId(agents, (row) => row.agent),
    contacts,
    alerts: byId(alerts, (row) => `${row.kind} ${row.queue}`),
    orders: byId(orders, (row) => row.order),
  };
}

function lookAtChat({ contact, state, reason, arrived_at, messages }: Conversation): unknown {
  return { contact, state, reason, arrived_at, messages };
}

describe.skipIf(path === undefined)("what is told is what is fetched", () => {
  test.each(histories.desks)("at the desk: $name", ({ before, events, after }) => {
    expect(lookAtDesk(events.reduce(applyToDesk, beginDesk(before)))).toEqual(lookAtDesk(after));
  });
  test.each(histories.boards)("on the board: $name", ({ before, events, after }) => {
    expect(lookAtBoard(events.reduce(applyToBoard, before))).toEqual(lookAtBoard(after));
  });
  test.each(histories.citizens)("for the citizen: $name", ({ before, events, after }) => {
    expect(lookAtChat(events.reduce(applyToChat, beginChat(before)))).toEqual(lookAtChat(after));
  });
});
