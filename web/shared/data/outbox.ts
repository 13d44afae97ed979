/**
 * What a person has typed is never lost (R13), and never said twice (its key is its identity on the server).
 *
 * A message is written to the browser's storage before it is sent and taken out only once the server has numbered it, so it survives
 * a reload, a crash and hours without network. One item of storage per message: two tabs never overwrite each other, and sending the
 * same message from both stores it once. Messages of one conversation leave one at a time, in the order they were written.
 */

import type { AnswerGiven } from "../words/live";
import { Refusal, backoffMs, sleep } from "./http";
import { newKey } from "./key";

export interface Written {
  readonly key: string;
  readonly conversation: string;
  readonly kind: "message" | "note";
  readonly text: string;
  readonly writtenAt: number;
  /** The article that it gives. */
  readonly answer?: AnswerGiven;
  /** Why the server refused it; it then waits for the person to send it again or take it back. */
  readonly refusal?: string;
}

/** The part of `Storage` we need; tests give a Map-backed one. */
export type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

export type Deliver = (message: Written) => Promise<void>;

export class Outbox {
  private readonly busy = new Set<string>();
  private readonly wakers = new Set<() => void>();

  constructor(
    private readonly shelf: Shelf,
    private readonly name: string,
    private readonly deliver: Deliver,
    private readonly changed: () => void,
    private readonly wait: (ms: number) => Promise<void> = sleep,
  ) {}

  /** Everything not yet taken by the server, oldest first. */
  list(conversation?: string): readonly Written[] {
    const found: Written[] = [];
    for (let index = 0; index < this.shelf.length; index++) {
      const item = this.shelf.key(index);
      if (!item?.startsWith(this.prefix)) continue;
      const message = JSON.parse(this.shelf.getItem(item) ?? "null") as Written | null;
      if (message !== null && (conversation === undefined || message.conversation === conversation)) found.push(message);
    }
    return found.sort((one, other) => one.writtenAt - other.writtenAt || (one.key < other.key ? -1 : 1));
  }

  /** Keep a message and send it. Two written within one millisecond keep their order. */
  write(said: Pick<Written, "conversation" | "text" | "kind" | "answer">, now: number): void {
    const last = this.list(said.conversation).at(-1)?.writtenAt ?? 0;
    this.keep({ ...said, key: newKey(), writtenAt: Math.max(now, last + 1) });
    void this.send(said.conversation);
  }

  /** Send again a message that was refused. */
  retry(key: string): void {
    const message = this.list().find((each) => each.key === key);
    if (message === undefined) return;
    const { refusal: _, ...again } = message;
    this.keep(again);
    void this.send(message.conversation);
  }

  /** Take a message out: the server has it, or its writer gives it up. */
  remove(key: string): void {
    this.shelf.removeItem(this.prefix + key);
    this.changed();
  }

  /** Send whatever waits: at start, and when the network is back. */
  flush(): void {
    for (const wake of this.wakers) wake();
    for (const conversation of new Set(this.list().map((message) => message.conversation))) void this.send(conversation);
  }

  private get prefix(): string {
    return `guichet:outbox:${this.name}:`;
  }

  private keep(message: Written): void {
    this.shelf.setItem(this.prefix + message.key, JSON.stringify(message));
    this.changed();
  }

  private async send(conversation: string): Promise<void> {
    if (this.busy.has(conversation)) return;
    this.busy.add(conversation);
    let misses = 0;
    try {
      for (let next = this.next(conversation); next !== undefined; next = this.next(conversation)) {
        misses = (await this.attempt(next)) ? 0 : misses + 1;
        if (misses > 0) await this.rest(backoffMs(misses - 1));
      }
    } finally {
      this.busy.delete(conversation);
    }
  }

  /** Wait before trying again, or until `flush` says the network is back. */
  private async rest(ms: number): Promise<void> {
    let wake = (): void => undefined;
    const woken = new Promise<void>((resolve) => (wake = resolve));
    this.wakers.add(wake);
    await Promise.race([this.wait(ms), woken]);
    this.wakers.delete(wake);
  }

  private next(conversation: string): Written | undefined {
    return this.list(conversation).find((message) => message.refusal === undefined);
  }

  /** True when the server has said yes or no; false when nobody knows and it must be tried again. */
  private async attempt(message: Written): Promise<boolean> {
    try {
      await this.deliver(message);
      this.remove(message.key);
      return true;
    } catch (error) {
      if (!(error instanceof Refusal)) return false;
      this.keep({ ...message, refusal: error.message });
      return true;
    }
  }
}
