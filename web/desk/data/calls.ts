/** The agent's doors. */

import type { Stream } from "../../shared/data/follow";
import { get, post, postSurely, type Unkeyed } from "../../shared/data/http";
import type { WaitingList } from "../../shared/words/desk";
import type {
  ChangePresence,
  DeclineOffer,
  MarkRead,
  SendMessage,
  Sent,
  State,
  TransferContact,
  WrapUp,
} from "../../shared/words/live";

function contactDoor(contact: string, name: string): string {
  return `/live/contacts/${contact}/${name}`;
}

export const doors = {
  fetch: (): Promise<State> => get<State>("/live/state"),
  open: (cursor: string): Stream => new EventSource(`/live/events?cursor=${encodeURIComponent(cursor)}`),
  listWaiting: (): Promise<WaitingList> => get<WaitingList>("/desk/waiting"),
  changePresence: (asked: Unkeyed<ChangePresence>): Promise<unknown> => postSurely("/live/presence", asked),
  accept: (contact: string): Promise<unknown> => postSurely(contactDoor(contact, "accept")),
  decline: (contact: string, asked: Unkeyed<DeclineOffer> = {}): Promise<unknown> => postSurely(contactDoor(contact, "decline"), asked),
  pull: (contact: string): Promise<unknown> => postSurely(contactDoor(contact, "pull")),
  transfer: (contact: string, asked: Unkeyed<TransferContact>): Promise<unknown> => postSurely(contactDoor(contact, "transfer"), asked),
  end: (contact: string): Promise<unknown> => postSurely(contactDoor(contact, "end")),
  extend: (contact: string): Promise<unknown> => postSurely(contactDoor(contact, "extend")),
  wrapUp: (contact: string, asked: Unkeyed<WrapUp>): Promise<unknown> => postSurely(contactDoor(contact, "wrap-up"), asked),
  send: (contact: string, message: SendMessage): Promise<Sent> => post<Sent>(contactDoor(contact, "messages"), message),

  /** Typing and reading are told once and never repeated: a loss changes nothing. */
  tellTyping: async (contact: string): Promise<void> => {
    await post(contactDoor(contact, "typing"), {}).catch(() => undefined);
  },
  tellRead: async (contact: string, number: number): Promise<void> => {
    await post(contactDoor(contact, "read"), { number } satisfies MarkRead).catch(() => undefined);
  },
};
