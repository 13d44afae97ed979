/** The citizen's doors of the chat. */

import { get, post, postSurely } from "../../shared/data/http";
import type { Stream } from "../../shared/data/follow";
import type { Conversation, MarkRead, SendMessage, Sent } from "../../shared/words/chat";

export class Doors {
  private readonly base: string;

  constructor(contact: string) {
    this.base = `/chat/contacts/${contact}`;
  }

  fetch(): Promise<Conversation> {
    return get<Conversation>(this.base);
  }

  open(cursor: string): Stream {
    return new EventSource(`${this.base}/events?cursor=${encodeURIComponent(cursor)}`);
  }

  send(message: SendMessage): Promise<Sent> {
    return post<Sent>(`${this.base}/messages`, message);
  }

  end(): Promise<unknown> {
    return postSurely(`${this.base}/end`);
  }

  /** Typing and reading are told once and never repeated: a loss changes nothing. */
  async tellTyping(): Promise<void> {
    await post(`${this.base}/typing`, {}).catch(() => undefined);
  }

  async tellRead(number: number): Promise<void> {
    await post(`${this.base}/read`, { number } satisfies MarkRead).catch(() => undefined);
  }
}
