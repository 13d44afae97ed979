/** The two doors that a wall display's link opens. */

import type { Stream } from "../../../shared/data/follow";
import { get } from "../../../shared/data/http";
import type { Wall } from "../../../shared/words/wall";

let link = "";

/** The signed word of the page's address. */
export function setLink(word: string): void {
  link = encodeURIComponent(word);
}

export const doors = {
  fetch: (): Promise<Wall> => get<Wall>(`/wall/figures?link=${link}`),
  open: (cursor: string): Stream => new EventSource(`/wall/events?link=${link}&cursor=${encodeURIComponent(cursor)}`),
};
