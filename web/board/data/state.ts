/** The board as the page knows it. `apply` is pure: all events applied to an old state give the new one. */

import type { AgentFigures, Board, BoardEvent, WaitingContact } from "../../shared/words/live";

/** Replace rows by the newer ones of the same identity, and add those that are new. */
function merge<Row>(rows: readonly Row[], newer: readonly Row[], identify: (row: Row) => string | number): readonly Row[] {
  const found = new Map(rows.map((row) => [identify(row), row]));
  for (const row of newer) found.set(identify(row), row);
  return [...found.values()];
}

export function apply(board: Board, event: BoardEvent): Board {
  switch (event.type) {
    case "BoardChanged": {
      const gone = new Set(event.gone);
      const contacts = merge(board.contacts, event.contacts, (row) => row.contact).filter((row) => !gone.has(row.contact));
      return {
        ...board,
        at: event.at,
        figures: event.figures,
        queues: merge(board.queues, event.queues, (row) => row.queue),
        agents: merge(board.agents, event.agents, (row) => row.agent),
        contacts: contacts.toSorted((one, other) => one.arrived_at - other.arrived_at),
      };
    }
    case "Reset":
      return board;
  }
}

const PRESENCES = { available: 0, paused: 1, offline: 2 } as const;

/** Those who can answer first, then by name. */
export function sortAgents(agents: readonly AgentFigures[]): readonly AgentFigures[] {
  return agents.toSorted((one, other) => PRESENCES[one.presence] - PRESENCES[other.presence] || one.name.localeCompare(other.name));
}

export function listOfQueue(board: Board, queue: number | null): readonly WaitingContact[] {
  return queue === null ? board.contacts : board.contacts.filter((row) => row.queue === queue);
}
