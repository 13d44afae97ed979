/** The citizen's doors of the chat. */

import { get, post, postFile, postSurely, writeHeaders } from "../../shared/data/http";
import type { Stream } from "../../shared/data/follow";
import { FetchStream } from "../../shared/data/stream";
import type { Attachment, Conversation, FileSent, JudgeAnswer, MarkRead, SendMessage, SendTranscript, Sent, Wait, Waiting } from "../../shared/words/chat";

export class Doors {
  readonly base: string;

  /** `inHeader`: the page shows its pass in a header, which neither a link nor an `EventSource` can. */
  constructor(
    contact: string,
    private readonly inHeader: boolean,
  ) {
    this.base = `/chat/contacts/${contact}`;
  }

  get files(): string {
    return `${this.base}/files`;
  }

  fetch(): Promise<Conversation> {
    return get<Conversation>(this.base);
  }

  open(cursor: string): Stream {
    const address = `${this.base}/events?cursor=${encodeURIComponent(cursor)}`;
    return this.inHeader ? new FetchStream(address, writeHeaders()) : new EventSource(address);
  }

  send(message: SendMessage): Promise<Sent> {
    return post<Sent>(`${this.base}/messages`, message);
  }

  sendFile(key: string, file: File): Promise<FileSent> {
    return postFile<FileSent>(this.files, key, file);
  }

  /** A file as the browser is to save it. */
  async fetchFile(attachment: Attachment): Promise<Blob> {
    const response = await fetch(`${this.files}/${attachment.id}`, { headers: writeHeaders(), credentials: "same-origin" });
    if (!response.ok) throw new Error(String(response.status));
    return response.blob();
  }

  /** How long it will still last; null when nothing can be said. */
  async fetchWait(): Promise<Wait | null> {
    return (await get<Waiting>(`${this.base}/wait`)).wait;
  }

  /** Whether the answer in a message helped; the first that is said counts. */
  judge(number: number, hasHelped: boolean): Promise<unknown> {
    return post(`${this.base}/judged`, { number, has_helped: hasHelped } satisfies JudgeAnswer);
  }

  end(): Promise<unknown> {
    return postSurely(`${this.base}/end`);
  }

  /** Have what was said sent to an address. */
  sendTranscript(address: string): Promise<unknown> {
    return postSurely(`${this.base}/transcript`, { address } satisfies Omit<SendTranscript, "key">, 3);
  }

  /** Typing and reading are told once and never repeated: a loss changes nothing. */
  async tellTyping(draft: string | null = null): Promise<void> {
    await post(`${this.base}/typing`, { draft }).catch(() => undefined);
  }

  async tellRead(number: number): Promise<void> {
    await post(`${this.base}/read`, { number } satisfies MarkRead).catch(() => undefined);
  }
}
