import { describe, expect, test } from "vitest";
import { Refusal, Unreached } from "./http";
import { Outbox, type Shelf, type Written } from "./outbox";

class MapShelf implements Shelf {
  private readonly items = new Map<string, string>();
  get length(): number {
    return this.items.size;
  }
  key(index: number): string | null {
    return [...this.items.keys()][index] ?? null;
  }
  getItem(name: string): string | null {
    return this.items.get(name) ?? null;
  }
  setItem(name: string, value: string): void {
    this.items.set(name, value);
  }
  removeItem(name: string): void {
    this.items.delete(name);
  }
}

/** A server that keeps each key once, reached through a network that fails as told: before or after the server heard. */
class Server {
  readonly kept = new Map<string, string>();
  readonly heard: string[] = [];
  failures: ("before" | "after" | "refused")[] = [];

  readonly deliver = async (message: Written): Promise<void> => {
    await Promise.resolve();
    const failure = this.failures.shift();
    if (failure === "before") throw new Unreached("no network");
    if (failure === "refused") throw new Refusal(413, "text-too-long", "Too long");
    this.heard.push(message.text);
    this.kept.set(message.key, message.text);
    if (failure === "after") throw new Unreached("no answer");
  };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 100; turn++) await Promise.resolve();
}

function open(server: Server, shelf: Shelf = new MapShelf(), wait: () => Promise<void> = () => Promise.resolve()): Outbox {
  return new Outbox(shelf, "citizen", server.deliver, () => undefined, wait);
}

function say(outbox: Outbox, text: string, conversation = "c1"): void {
  outbox.write({ conversation, text, kind: "message" }, 1_000);
}

describe("the outbox", () => {
  test("a message leaves the browser only once the server has it", async () => {
    const server = new Server();
    const outbox = open(server);
    say(outbox, "hello");
    expect(outbox.list().map((each) => each.text)).toEqual(["hello"]);
    await settle();
    expect(outbox.list()).toEqual([]);
    expect([...server.kept.values()]).toEqual(["hello"]);
  });

  test("messages keep the order in which they were written, whatever fails between", async () => {
    const server = new Server();
    server.failures = ["before", "after", "before"];
    const outbox = open(server);
    for (const text of ["one", "two", "three"]) say(outbox, text);
    await settle();
    expect([...server.kept.values()]).toEqual(["one", "two", "three"]);
  });

  test("a message whose answer was lost is sent again under its key, hence kept once", async () => {
    const server = new Server();
    server.failures = ["after"];
    const outbox = open(server);
    say(outbox, "once");
    await settle();
    expect(server.heard).toEqual(["once", "once"]);
    expect([...server.kept.values()]).toEqual(["once"]);
    expect(outbox.list()).toEqual([]);
  });

  test("what was written before a crash is sent by the next page", async () => {
    const shelf = new MapShelf();
    const dead = new Server();
    dead.failures = Array<"before">(1).fill("before");
    say(open(dead, shelf, () => new Promise(() => undefined)), "before the crash");
    await settle();
    const server = new Server();
    open(server, shelf).flush();
    await settle();
    expect([...server.kept.values()]).toEqual(["before the crash"]);
  });

  test("a refused message waits for its writer and does not hold back the next", async () => {
    const server = new Server();
    server.failures = ["refused"];
    const outbox = open(server);
    say(outbox, "too long");
    say(outbox, "short");
    await settle();
    expect([...server.kept.values()]).toEqual(["short"]);
    const [refused] = outbox.list();
    expect(refused?.refusal).toBe("Too long");
    outbox.retry(refused?.key ?? "");
    await settle();
    expect([...server.kept.values()]).toEqual(["short", "too long"]);
  });

  test("the network's return does not wait for the next attempt", async () => {
    const server = new Server();
    server.failures = ["before"];
    const outbox = open(server, new MapShelf(), () => new Promise(() => undefined));
    say(outbox, "in the tunnel");
    await settle();
    expect(server.kept.size).toBe(0);
    outbox.flush();
    await settle();
    expect([...server.kept.values()]).toEqual(["in the tunnel"]);
  });

  test("a conversation that stands still does not hold back another", async () => {
    const server = new Server();
    server.failures = ["before"];
    const outbox = open(server, new MapShelf(), () => new Promise(() => undefined));
    say(outbox, "stuck", "c1");
    await settle();
    say(outbox, "free", "c2");
    await settle();
    expect([...server.kept.values()]).toEqual(["free"]);
  });
});
