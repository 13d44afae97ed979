import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Refusal, Unreached } from "../../shared/data/http";
import type { Shelf } from "../../shared/data/outbox";
import type { Draft, KeepDraft } from "../../shared/words/kept";
import { DraftKeeper } from "./drafts";

class Drawer implements Shelf {
  private readonly items = new Map<string, string>();
  getItem = (name: string): string | null => this.items.get(name) ?? null;
  setItem = (name: string, value: string): void => void this.items.set(name, value);
  removeItem = (name: string): void => void this.items.delete(name);
  key = (index: number): string | null => [...this.items.keys()][index] ?? null;
  get length(): number {
    return this.items.size;
  }
}

/** What the door does (`records/contacts/drafts.py`). */
class Server {
  rows: Draft[] = [];
  failure: Error | null = null;
  listDrafts = (): Promise<readonly Draft[]> => Promise.resolve(this.rows);
  keepDraft = (contact: string, asked: KeepDraft): Promise<readonly Draft[]> => {
    if (this.failure !== null) return Promise.reject(this.failure);
    const gone = new Set([...(asked.replaces ?? []), asked.screen]);
    this.rows = this.rows.filter((row) => !gone.has(row.screen) || row.kind !== asked.kind || row.contact !== contact);
    if (asked.text !== "") this.rows = [{ contact, kind: asked.kind, screen: asked.screen, text: asked.text, at: 0 }, ...this.rows];
    return Promise.resolve(this.rows);
  };
}

function open(server: Server, shelf: Shelf = new Drawer()): DraftKeeper {
  return new DraftKeeper(shelf, "agent 1", server, () => undefined);
}

const later = async (): Promise<void> => {
  await vi.advanceTimersByTimeAsync(2_000);
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("drafts", () => {
  test("every letter is kept here, and two seconds later on the server", async () => {
    const [server, shelf] = [new Server(), new Drawer()];
    const keeper = open(server, shelf);
    keeper.write("a", "message", "Bon");
    keeper.write("a", "message", "Bonjour");
    expect([open(server, shelf).read("a", "message"), keeper.isSaved("a", "message")]).toEqual(["Bonjour", false]);
    await later();
    expect(server.rows.map((row) => row.text)).toEqual(["Bonjour"]);
    expect(keeper.isSaved("a", "message")).toBe(true);
  });

  test("another computer goes on where the first one stopped", async () => {
    const server = new Server();
    open(server).write("a", "message", "Commencé");
    await later();
    const home = open(server);
    await home.load();
    expect(home.read("a", "message")).toBe("Commencé");
    await later();
    expect(server.rows).toHaveLength(1);
  });

  test("the first computer follows what was changed on the second", async () => {
    const server = new Server();
    const [office, home] = [open(server), open(server)];
    office.write("a", "message", "Commencé");
    await later();
    await home.load();
    home.write("a", "message", "Commencé, fini");
    await later();
    await office.load();
    await later();
    expect(office.read("a", "message")).toBe("Commencé, fini");
  });

  test("what was sent on the first computer is not left on the second, which had taken it over", async () => {
    const server = new Server();
    const [office, home] = [open(server), open(server)];
    office.write("a", "message", "Commencé");
    await later();
    await home.load();
    await later();
    await office.clear("a", "message", "Commencé");
    expect(server.rows).toEqual([]);
    await home.load();
    expect([home.read("a", "message"), home.listStranded(new Set())]).toEqual(["", []]);
  });

  test("other words of the second computer outlive what was sent on the first", async () => {
    const server = new Server();
    const [office, home] = [open(server), open(server)];
    office.write("a", "message", "Commencé");
    await later();
    await home.load();
    home.write("a", "message", "Commencé, et encore ceci");
    await later();
    await office.clear("a", "message", "Commencé");
    expect(server.rows.map((row) => row.text)).toEqual(["Commencé, et encore ceci"]);
  });

  test("two versions stay both until the agent has chosen", async () => {
    const server = new Server();
    const [office, home] = [open(server), open(server)];
    office.write("a", "message", "Au bureau");
    home.write("a", "message", "À la maison");
    await later();
    await office.load();
    expect(office.listRivals("a", "message").map((rival) => rival.text)).toEqual(["À la maison"]);
    expect(server.rows).toHaveLength(2);
    office.settle("a", "message", "Au bureau\nÀ la maison");
    await later();
    expect(server.rows.map((row) => row.text)).toEqual(["Au bureau\nÀ la maison"]);
    expect(office.listRivals("a", "message")).toEqual([]);
  });

  test("what was sent is not found again, even when the server hears of it late", async () => {
    const [server, shelf] = [new Server(), new Drawer()];
    const keeper = open(server, shelf);
    keeper.write("a", "message", "Bonjour");
    await later();
    server.failure = new Unreached("gone");
    void keeper.clear("a", "message", "Bonjour");
    await later();
    const again = open(server, shelf);
    await again.load();
    expect(again.read("a", "message")).toBe("");
    server.failure = null;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(server.rows).toEqual([]);
  });

  test("without network it is kept here, and saved once it is back", async () => {
    const server = new Server();
    const keeper = open(server);
    server.failure = new Unreached("gone");
    keeper.write("a", "note", "Noté");
    await later();
    expect([keeper.isSaved("a", "note"), server.rows]).toEqual([false, []]);
    server.failure = null;
    keeper.flush();
    await later();
    expect(server.rows.map((row) => row.text)).toEqual(["Noté"]);
  });

  test("a refusal is not repeated for ever, and loses nothing", async () => {
    const server = new Server();
    const keep = vi.spyOn(server, "keepDraft");
    server.failure = new Refusal(404, "no-such-contact", "Gone");
    const keeper = open(server);
    keeper.write("a", "message", "Bonjour");
    await vi.advanceTimersByTimeAsync(60_000);
    expect([keep.mock.calls.length, keeper.read("a", "message")]).toEqual([1, "Bonjour"]);
  });

  test("what was begun for a contact that is gone is still listed", () => {
    const keeper = open(new Server());
    keeper.write("a", "message", "Ici");
    keeper.write("b", "note", "Parti");
    expect(keeper.listStranded(new Set(["a"]))).toEqual([{ contact: "b", kind: "note", text: "Parti" }]);
  });
});
