/**
 * Follow a state that lives on the server: fetch it, listen for events (SSE), apply them. A stream that is silent, without even the
 * server's heartbeat, is lost: a connection that died half-way tells no error.
 *
 * A lost stream is opened again at the cursor reached, so nothing is missed or applied twice. When that fails, or the server says that
 * too much was missed (`Reset`), the state is fetched anew: a fetch also tells what a stream cannot, that we are not welcome any more.
 */

import { Refusal, backoffMs, sleep } from "./http";

/** More than two heartbeats of the server. */
const SILENCE_MS = 40_000;

export type Link = "connecting" | "connected" | "refused";

/** The part of `EventSource` we need. */
export interface Stream {
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent<string>) => void) | null;
  onerror: ((event: Event) => void) | null;
  addEventListener(name: "beat", listener: () => void): void;
  close(): void;
}

export interface Followed<State, Told> {
  fetch(): Promise<State>;
  open(cursor: string): Stream;
  apply(state: State, event: Told): State;
  /** Called after every change, with the event that caused it if one did. */
  changed(event?: Told): void;
  /** Called when the stream opens and at each heartbeat of the server. */
  heard?(): void;
}

export class Follower<State extends { readonly cursor: string }, Told extends { readonly type: string }> {
  state: State | null = null;
  link: Link = "connecting";
  refusal: Refusal | null = null;
  private stream: Stream | null = null;
  private cursor = "";
  private round = 0;
  private misses = 0;
  private silence: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly followed: Followed<State, Told>,
    private readonly wait: (ms: number) => Promise<void> = sleep,
  ) {}

  /** Fetch and follow from now on; calling it again starts afresh. */
  async start(): Promise<void> {
    const round = this.leave();
    try {
      const state = await this.followed.fetch();
      if (round !== this.round) return;
      this.state = state;
      this.cursor = state.cursor;
      this.listen();
    } catch (error) {
      if (round !== this.round) return;
      if (error instanceof Refusal) this.stop(error);
      else await this.again(round);
    }
  }

  /** The network is back, or the computer woke up: do not wait for the next attempt. */
  hurry(): void {
    if (this.link === "refused") return;
    this.misses = 0;
    if (this.state === null) void this.start();
    else this.listen();
  }

  /** The network is gone: say so at once. */
  pause(): void {
    this.leave();
    this.followed.changed();
  }

  /** Apply what we know before the server tells it, such as the number our own message was given. */
  learn(event: Told): void {
    if (this.state !== null) this.state = this.followed.apply(this.state, event);
    this.followed.changed(event);
  }

  private listen(): void {
    const round = this.leave();
    const stream = this.followed.open(this.cursor);
    this.stream = stream;
    this.expectSomething(round);
    stream.addEventListener("beat", () => this.beat(round));
    stream.onopen = () => {
      this.beat(round);
      this.link = "connected";
      this.misses = 0;
      this.followed.changed();
    };
    stream.onmessage = (message) => {
      if (round !== this.round) return;
      this.expectSomething(round);
      this.hear(message);
    };
    stream.onerror = () => {
      if (round === this.round) void this.again(round);
    };
    this.followed.changed();
  }

  private beat(round: number): void {
    this.expectSomething(round);
    if (round === this.round) this.followed.heard?.();
  }

  private expectSomething(round: number): void {
    if (round !== this.round) return;
    clearTimeout(this.silence);
    this.silence = setTimeout(() => void this.again(round), SILENCE_MS);
  }

  private hear(message: MessageEvent<string>): void {
    const event = JSON.parse(message.data) as Told;
    if (event.type === "Reset") {
      void this.start();
      return;
    }
    if (message.lastEventId !== "") this.cursor = message.lastEventId;
    this.learn(event);
  }

  /** Come back later: first by the cursor, then by a fresh fetch. */
  private async again(round: number): Promise<void> {
    clearTimeout(this.silence);
    this.stream?.close();
    this.link = "connecting";
    this.followed.changed();
    await this.wait(backoffMs(this.misses++));
    if (round !== this.round) return;
    if (this.state !== null && this.misses === 1) this.listen();
    else await this.start();
  }

  private leave(): number {
    clearTimeout(this.silence);
    this.stream?.close();
    this.stream = null;
    this.link = "connecting";
    return ++this.round;
  }

  private stop(refusal: Refusal): void {
    this.link = "refused";
    this.refusal = refusal;
    this.followed.changed();
  }
}
