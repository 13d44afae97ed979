/** The supervisor's doors. */

import type { Stream } from "../../shared/data/follow";
import { get, postSurely, type Unkeyed } from "../../shared/data/http";
import type {
  AssignContact,
  Board,
  ChangePriority,
  Choices,
  CloseQueue,
  ContactList,
  Given,
  LendSkill,
  MessageTeam,
  OpenOverflow,
  Pace,
  Paces,
} from "../../shared/words/board";
import type { Behind } from "./figures";

/** An order, before it is given its key. */
export type Ordered =
  | Unkeyed<AssignContact>
  | Unkeyed<ChangePriority>
  | Unkeyed<LendSkill>
  | Unkeyed<OpenOverflow>
  | Unkeyed<CloseQueue>
  | Unkeyed<MessageTeam>;

export const doors = {
  fetch: (): Promise<Board> => get<Board>("/live/board"),
  open: (cursor: string): Stream => new EventSource(`/live/board/events?cursor=${encodeURIComponent(cursor)}`),
  order: (ordered: Ordered): Promise<Given> => postSurely("/live/board/orders", ordered) as Promise<Given>,
  undo: (order: string): Promise<Given> => postSurely(`/live/board/orders/${order}/undo`) as Promise<Given>,
  paces: async (): Promise<readonly Pace[]> => (await get<Paces>("/live/board/paces")).paces,
  choices: (): Promise<Choices> => get<Choices>("/live/board/choices"),
  list: (behind: Behind, from: number): Promise<ContactList> => {
    const query = new URLSearchParams({ figure: behind.figure, from: String(from) });
    if (behind.queue !== null) query.set("queue", String(behind.queue));
    if (behind.channel !== null) query.set("channel", behind.channel);
    return get<ContactList>(`/live/board/contacts?${query.toString()}`);
  },
};
