/** The doors of contacts of social networks, asked for only when one is open. */

import { get, post, postSurely } from "../../shared/data/http";
import type { AsideReason, Finding, Findings, SquareFacts } from "../../shared/words/square";

function squareDoor(contact: string, name = ""): string {
  return `/live/contacts/${contact}/square${name}`;
}

export const squareDoors = {
  getSquare: (contact: string): Promise<SquareFacts> => get<SquareFacts>(squareDoor(contact)),
  checkPublic: async (contact: string, text: string): Promise<readonly Finding[]> =>
    (await post<Findings>(squareDoor(contact, "/check"), { text })).findings,
  moveToPrivate: (contact: string): Promise<unknown> => postSurely(squareDoor(contact, "/private")),
  putAside: (contact: string, reason: AsideReason): Promise<unknown> => postSurely(squareDoor(contact, "/aside"), { reason }),
};
