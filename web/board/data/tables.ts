/** Lines of the tables of queues, channels and teams, and their order. Pure. */

import type { Board, Channel } from "../../shared/words/board";
import { getServiceLevel, sumUp, type Sum } from "./figures";
import { DOINGS, getDoing, type Doing } from "./state";

export interface Line {
  readonly key: string;
  readonly name: string;
  readonly queue: number | null;
  readonly channel: Channel | null;
  readonly sum: Sum;
}

export interface TeamLine {
  readonly team: number | null;
  readonly name: string;
  readonly counts: Readonly<Record<Doing, number>>;
  readonly inHand: number;
}

export function listQueueLines(board: Board): readonly Line[] {
  return board.queues.map((queue) => ({
    key: `queue-${queue.queue}`,
    name: queue.name,
    queue: queue.queue,
    channel: null,
    sum: sumUp(board.rows.filter((row) => row.queue === queue.queue)),
  }));
}

export function listChannelLines(board: Board, name: (channel: Channel) => string): readonly Line[] {
  const channels = [...new Set(board.rows.map((row) => row.channel))];
  return channels.map((channel) => ({
    key: `channel-${channel}`,
    name: name(channel),
    queue: null,
    channel,
    sum: sumUp(board.rows.filter((row) => row.channel === channel)),
  }));
}

export function listTeamLines(board: Board, alone: string): readonly TeamLine[] {
  const teams: readonly { team: number | null; name: string }[] = [...board.teams, { team: null, name: alone }];
  return teams
    .map(({ team, name }) => {
      const agents = board.agents.filter((agent) => agent.team === team);
      const counts = Object.fromEntries(DOINGS.map((doing) => [doing, agents.filter((agent) => getDoing(agent) === doing).length]));
      const inHand = agents.reduce((total, agent) => total + agent.in_hand, 0);
      return { team, name, counts: counts as Record<Doing, number>, inHand, size: agents.length };
    })
    .filter((line) => line.size > 0);
}

export type Column = "name" | "waiting" | "longest" | "level" | "abandoned" | "held";
export interface Order {
  readonly column: Column;
  readonly isRising: boolean;
}

/** What a column is sorted by: the most pressing first when falling. */
function measure(line: Line, column: Exclude<Column, "name">): number {
  switch (column) {
    case "waiting":
      return line.sum.waiting;
    case "longest":
      return line.sum.longest_since === null ? -Infinity : -line.sum.longest_since;
    case "level":
      return getServiceLevel(line.sum.day) ?? 101;
    case "abandoned":
      return line.sum.day.abandoned;
    case "held":
      return line.sum.in_hand;
  }
}

export function sortLines(lines: readonly Line[], { column, isRising }: Order): readonly Line[] {
  const compare = (one: Line, other: Line): number =>
    (column === "name" ? 0 : measure(one, column) - measure(other, column)) || one.name.localeCompare(other.name);
  return lines.toSorted((one, other) => (isRising ? compare(one, other) : compare(other, one)));
}
