/** The supervisor's doors. */

import type { Stream } from "../../shared/data/follow";
import { get, postSurely, type Unkeyed } from "../../shared/data/http";
import type {
  AnswerAttending,
  AssignContact,
  AttendCall,
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
import type { Manner } from "./ongoing";

export const MANNERS: readonly Manner[] = ["listen", "whisper", "join"];

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
  attend: (call: string, manner: Manner): Promise<unknown> => postSurely(`/live/board/calls/${call}/attend`, { manner } satisfies Unkeyed<AttendCall>),
  answer: (leg: string, sdp: string): Promise<unknown> => postSurely(`/live/board/attending/${leg}/answer`, { sdp } satisfies Unkeyed<AnswerAttending>),
  leave: (leg: string): Promise<unknown> => postSurely(`/live/board/attending/${leg}/leave`),
  paces: async (): Promise<readonly Pace[]> => (await get<Paces>("/live/board/paces")).paces,
  choices: (): Promise<Choices> => get<Choices>("/live/board/choices"),
  list: (behind: Behind, from: number): Promise<ContactList> => {
    const query = new URLSearchParams({ figure: behind.figure, from: String(from) });
    if (behind.queue !== null) query.set("queue", String(behind.queue));
    if (behind.channel !== null) query.set("channel", behind.channel);
    return get<ContactList>(`/live/board/contacts?${query.toString()}`);
  },
};
