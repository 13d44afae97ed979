/** The supervisor's doors. */

import type { Stream } from "../../shared/data/follow";
import { get, postSurely, type Unkeyed } from "../../shared/data/http";
import type { AssignContact, Board } from "../../shared/words/live";

export const doors = {
  fetch: (): Promise<Board> => get<Board>("/live/board"),
  open: (cursor: string): Stream => new EventSource(`/live/board/events?cursor=${encodeURIComponent(cursor)}`),
  assign: (contact: string, agent: number): Promise<unknown> =>
    postSurely(`/live/contacts/${contact}/assign`, { agent } satisfies Unkeyed<AssignContact>),
};
