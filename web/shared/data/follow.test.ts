import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Followed, Follower, type Stream } from "./follow";
import { Refusal, Unreached } from "./http";

interface Count {
  readonly cursor: string;
  readonly total: number;
}
interface Added {
  readonly type: "Added" | "Reset";
  readonly by?: number;
}

class FakeStream implements Stream {
  onopen: ((event: Event) => void) | null = null;
  onmessage: ((event: MessageEvent<string>) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;
  closed = false;
  beat = (): void => undefined;
  constructor(readonly cursor: string) {}
  addEventListener(_: "beat", listener: () => void): void {
    this.beat = listener;
  }
  close(): void {
    this.closed = true;
  }
  tell(event: Added, cursor: string): void {
    this.onmessage?.({ data: JSON.stringify(event), lastEventId: cursor } as MessageEvent<string>);
  }
  fail(): void {
    this.onerror?.({} as Event);
  }
}

class Source implements Followed<Count, Added> {
  readonly streams: FakeStream[] = [];
  answers: (Count | Error)[] = [];
  fetched = 0;
  fetch(): Promise<Count> {
    this.fetched++;
    const answer = this.answers.shift() ?? { cursor: "0", total: 0 };
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  }
  open(cursor: string): Stream {
    const stream = new FakeStream(cursor);
    this.streams.push(stream);
    return stream;
  }
  apply(state: Count, event: Added): Count {
    return { ...state, total: state.total + (event.by ?? 0) };
  }
  changed(): void {
    // the view would draw
  }
  beats = 0;
  heard(): void {
    this.beats++;
  }
  get last(): FakeStream {
    const stream = this.streams.at(-1);
    if (stream === undefined) throw new Error("nothing was opened");
    return stream;
  }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
}

async function follow(source: Source): Promise<Follower<Count, Added>> {
  const follower = new Follower<Count, Added>(source, () => Promise.resolve());
  await follower.start();
  return follower;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("a follower", () => {
  test("applies events to what it fetched", async () => {
    const source = new Source();
    source.answers = [{ cursor: "7", total: 10 }];
    const follower = await follow(source);
    expect(source.last.cursor).toBe("7");
    source.last.tell({ type: "Added", by: 5 }, "8");
    expect(follower.state?.total).toBe(15);
  });

  test("opens a lost stream again where it stopped", async () => {
    const source = new Source();
    await follow(source);
    source.last.tell({ type: "Added", by: 1 }, "12");
    source.last.fail();
    await settle();
    expect(source.last.cursor).toBe("12");
    expect(source.fetched).toBe(1);
  });

  test("takes a long silence for a loss, and resumes where it stopped", async () => {
    const source = new Source();
    const follower = await follow(source);
    const silent = source.last;
    silent.tell({ type: "Added", by: 1 }, "12");
    await vi.advanceTimersByTimeAsync(41_000);
    expect(silent.closed).toBe(true);
    expect(follower.link).toBe("connecting");
    expect(source.streams.map((stream) => stream.cursor)).toEqual(["0", "12"]);
  });

  test("needs no news as long as the server's heart beats", async () => {
    const source = new Source();
    await follow(source);
    for (let beat = 0; beat < 8; beat++) {
      await vi.advanceTimersByTimeAsync(15_000);
      source.last.beat();
    }
    expect(source.streams).toHaveLength(1);
  });

  test("fetches anew when the stream does not open again", async () => {
    const source = new Source();
    const follower = await follow(source);
    source.last.fail();
    await settle();
    source.answers = [{ cursor: "30", total: 3 }];
    source.last.fail();
    await settle();
    expect(source.fetched).toBe(2);
    expect(follower.state?.total).toBe(3);
    expect(source.last.cursor).toBe("30");
  });

  test("starts afresh when too much was missed", async () => {
    const source = new Source();
    const follower = await follow(source);
    source.answers = [{ cursor: "99", total: 42 }];
    source.last.tell({ type: "Reset" }, "99");
    await settle();
    expect(follower.state?.total).toBe(42);
  });

  test("hears nothing more from a stream it has left", async () => {
    const source = new Source();
    const follower = await follow(source);
    const old = source.last;
    follower.hurry();
    old.tell({ type: "Added", by: 100 }, "1");
    old.fail();
    await settle();
    expect(follower.state?.total).toBe(0);
    expect(source.streams).toHaveLength(2);
  });

  test("answers when its stream opens and at each beat, and no more for a stream it has left", async () => {
    const source = new Source();
    const follower = await follow(source);
    const old = source.last;
    old.onopen?.({} as Event);
    old.beat();
    expect(source.beats).toBe(2);
    follower.hurry();
    old.beat();
    expect(source.beats).toBe(2);
  });

  test("stops and says why when it is not welcome any more", async () => {
    const source = new Source();
    source.answers = [new Refusal(401, "not-signed-on", "Sign in again")];
    const follower = await follow(source);
    expect(follower.link).toBe("refused");
    expect(follower.refusal?.code).toBe("not-signed-on");
  });

  test("keeps trying while nobody answers", async () => {
    const source = new Source();
    source.answers = [new Unreached("no"), new Unreached("no"), { cursor: "1", total: 1 }];
    const follower = await follow(source);
    await settle();
    expect(follower.state?.total).toBe(1);
  });
});
