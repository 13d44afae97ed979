/**
 * What is typed is never lost (R13): kept in this browser with every letter, and on the server two seconds later, where another computer
 * finds it. Each browser has its own row there, so that two never overwrite each other; when both hold words, the agent is shown both.
 */

import { Refusal } from "../../shared/data/http";
import { newKey } from "../../shared/data/key";
import type { Shelf } from "../../shared/data/outbox";
import type { Draft, DraftKind, KeepDraft } from "../../shared/words/kept";

const SAVE_AFTER_MS = 2_000;
const AGAIN_AFTER_MS = 5_000;

export interface DraftCalls {
  listDrafts(): Promise<readonly Draft[]>;
  keepDraft(contact: string, asked: KeepDraft): Promise<readonly Draft[]>;
}

/** `saved`: what the server has of this browser; null: nothing. */
interface Local {
  readonly text: string;
  readonly saved: string | null;
}

export interface Written {
  readonly contact: string;
  readonly kind: DraftKind;
  readonly text: string;
}

/** Told to the window whenever a draft, or what the server has of it, changes. */
export const DRAFTS_CHANGED = "guichet-drafts";

/** The drafts that are words of the agent; the others only belong to them. */
const WORDS: ReadonlySet<DraftKind> = new Set<DraftKind>(["message", "note", "wrap-up"]);
const NOTHING: Local = { text: "", saved: null };
const SCREEN = "guichet:screen";
const PLACE = "guichet:kept:";

/** Whether a draft stands at this place of the browser's storage. */
export function isKeptAt(name: string | null): boolean {
  return name?.startsWith(PLACE) ?? false;
}

export class DraftKeeper {
  readonly screen: string;
  /** What other browsers hold, by `contact kind`. */
  private readonly others = new Map<string, readonly Draft[]>();
  /** Browsers whose words are taken over or settled, to be told with the next save. */
  private readonly replaced = new Map<string, ReadonlySet<string>>();
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(
    private readonly shelf: Shelf,
    private readonly owner: string,
    private readonly calls: DraftCalls,
    private readonly changed: () => void,
  ) {
    this.screen = shelf.getItem(SCREEN) ?? newKey();
    shelf.setItem(SCREEN, this.screen);
  }

  read(contact: string, kind: DraftKind): string {
    return this.get(contact, kind).text;
  }

  /** Whether the server has all of it. */
  isSaved(contact: string, kind: DraftKind): boolean {
    const local = this.get(contact, kind);
    return local.text === (local.saved ?? "");
  }

  /** Other words for the same answer, typed elsewhere: the agent is to choose. */
  listRivals(contact: string, kind: DraftKind): readonly Draft[] {
    const { text } = this.get(contact, kind);
    const settled = this.replaced.get(`${contact} ${kind}`);
    return (this.others.get(`${contact} ${kind}`) ?? []).filter((other) => other.text !== text && settled?.has(other.screen) !== true);
  }

  write(contact: string, kind: DraftKind, text: string): void {
    this.put(contact, kind, { ...this.get(contact, kind), text });
    this.saveLater(contact, kind, SAVE_AFTER_MS);
  }

  /** It was sent, or given up: nothing is kept anywhere, nor where another browser had taken these words over. */
  async clear(contact: string, kind: DraftKind, said: string): Promise<void> {
    this.replace(contact, kind, this.others.get(`${contact} ${kind}`) ?? []);
    this.put(contact, kind, { ...this.get(contact, kind), text: "" });
    await this.save(contact, kind);
    const copies = (this.others.get(`${contact} ${kind}`) ?? []).filter(({ text }) => text.trim() === said.trim());
    if (copies.length === 0) return;
    this.replace(contact, kind, copies);
    await this.save(contact, kind);
  }

  /** The agent's choice among several versions: it takes the place of all of them. */
  settle(contact: string, kind: DraftKind, text: string): void {
    this.replace(contact, kind, this.others.get(`${contact} ${kind}`) ?? []);
    this.put(contact, kind, { ...this.get(contact, kind), text });
    void this.save(contact, kind);
  }

  /** What was begun to be written for contacts that are not `here` any more. */
  listStranded(here: ReadonlySet<string>): readonly Written[] {
    return this.list().filter(({ contact, kind, text }) => text !== "" && !here.has(contact) && WORDS.has(kind));
  }

  /** Compare with the server: at start, and whenever the page is looked at again. */
  async load(): Promise<void> {
    const rows = await this.calls.listDrafts().catch(() => null);
    if (rows === null) return; // what is here stays, and the network's return asks again
    const known = this.list().map(({ contact, kind }) => `${contact} ${kind}`);
    for (const place of new Set([...known, ...rows.map((row) => `${row.contact} ${row.kind}`)])) {
      const [contact, kind] = place.split(" ") as [string, DraftKind];
      this.meet(contact, kind, rows.filter((row) => row.contact === contact && row.kind === kind));
    }
    this.changed();
  }

  /** Save at once whatever waits: the page is left, or the network is back. */
  flush(): void {
    for (const { contact, kind } of this.list()) if (!this.isSaved(contact, kind)) void this.save(contact, kind);
  }

  private meet(contact: string, kind: DraftKind, rows: readonly Draft[]): void {
    const own = rows.find((row) => row.screen === this.screen);
    const others = rows.filter((row) => row.screen !== this.screen);
    this.others.set(`${contact} ${kind}`, others);
    const known = this.find(contact, kind);
    const local = known ?? { text: own?.text ?? "", saved: null };
    const taken = own === undefined && local.saved !== null && local.text === local.saved;
    const here = { text: taken ? "" : local.text, saved: own?.text ?? null };
    this.put(contact, kind, here);
    const [newest] = others;
    if (here.text === "" && here.saved === null && newest !== undefined) this.adopt(contact, kind, newest);
    else if (here.text !== (here.saved ?? "")) this.saveLater(contact, kind, SAVE_AFTER_MS);
  }

  private adopt(contact: string, kind: DraftKind, other: Draft): void {
    this.replace(contact, kind, [other]);
    this.put(contact, kind, { text: other.text, saved: null });
    void this.save(contact, kind);
  }

  private replace(contact: string, kind: DraftKind, drafts: readonly Draft[]): void {
    const place = `${contact} ${kind}`;
    this.replaced.set(place, new Set([...(this.replaced.get(place) ?? []), ...drafts.map((draft) => draft.screen)]));
  }

  private saveLater(contact: string, kind: DraftKind, ms: number): void {
    const place = `${contact} ${kind}`;
    if (this.timers.has(place)) return;
    this.timers.set(place, setTimeout(() => void this.save(contact, kind), ms));
  }

  private async save(contact: string, kind: DraftKind): Promise<void> {
    const place = `${contact} ${kind}`;
    clearTimeout(this.timers.get(place));
    this.timers.delete(place);
    const { text } = this.get(contact, kind);
    const replaces = [...(this.replaced.get(place) ?? [])];
    try {
      const rows = await this.calls.keepDraft(contact, { kind, screen: this.screen, text, replaces });
      this.others.set(place, rows.filter((row) => row.screen !== this.screen));
      this.replaced.delete(place);
      this.put(contact, kind, { text: this.get(contact, kind).text, saved: text === "" ? null : text });
    } catch (error) {
      if (!(error instanceof Refusal)) this.saveLater(contact, kind, AGAIN_AFTER_MS);
      else if (text === "") this.shelf.removeItem(this.name(contact, kind));
    }
    if (!this.isSaved(contact, kind) && !this.timers.has(place) && this.get(contact, kind).text !== text) {
      this.saveLater(contact, kind, SAVE_AFTER_MS);
    }
    this.changed();
  }

  private name(contact: string, kind: DraftKind): string {
    return `${PLACE}${this.owner}:${contact}:${kind}`;
  }

  private find(contact: string, kind: DraftKind): Local | undefined {
    const found = this.shelf.getItem(this.name(contact, kind));
    return found === null ? undefined : (JSON.parse(found) as Local);
  }

  private get(contact: string, kind: DraftKind): Local {
    return this.find(contact, kind) ?? NOTHING;
  }

  private put(contact: string, kind: DraftKind, local: Local): void {
    if (local.text === "" && local.saved === null) this.shelf.removeItem(this.name(contact, kind));
    else this.shelf.setItem(this.name(contact, kind), JSON.stringify(local));
    this.changed();
  }

  private list(): readonly Written[] {
    const prefix = `${PLACE}${this.owner}:`;
    const found: Written[] = [];
    for (let index = 0; index < this.shelf.length; index++) {
      const name = this.shelf.key(index);
      if (!name?.startsWith(prefix)) continue;
      const [contact, kind] = name.slice(prefix.length).split(":") as [string, DraftKind];
      found.push({ contact, kind, text: this.read(contact, kind) });
    }
    return found;
  }
}
