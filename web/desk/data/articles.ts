/**
 * The articles that may answer each contact: proposed from its reason and from what was said, or looked for by the agent. The server is
 * asked once the talking or the typing pauses; what it answers to a question that was left meanwhile is dropped.
 */

import { sleep } from "../../shared/data/http";
import { newKey } from "../../shared/data/key";
import type { ArticleChoice, Articles } from "../../shared/words/answers";

const TYPING_PAUSE_MS = 300;
const TALKING_PAUSE_MS = 1_500;

/** Told to the window whenever what is known of a contact's articles changes. */
export const ARTICLES_CHANGED = "guichet-articles";

export interface Shelved {
  /** null: not known yet. */
  readonly articles: readonly ArticleChoice[] | null;
  /** What the agent looks for; "": what is proposed. */
  readonly words: string;
  readonly problem: string;
  readonly isLooking: boolean;
}

const NOTHING: Shelved = { articles: null, words: "", problem: "", isLooking: false };

/** Names a search, so that what is typed on counts as the same one. */
type Ask = (contact: string, words: string, search: string) => Promise<Articles>;

export class ArticleShelf {
  private readonly shelved = new Map<string, Shelved>();
  /** The last message that what is proposed takes account of, by contact. */
  private readonly followed = new Map<string, number>();
  private readonly rounds = new Map<string, number>();
  private readonly searches = new Map<string, string>();

  constructor(
    private readonly ask: Ask,
    private readonly changed: () => void,
    private readonly wait: (ms: number) => Promise<void> = sleep,
  ) {}

  read(contact: string): Shelved {
    return this.shelved.get(contact) ?? NOTHING;
  }

  /** The search that the agent is in, to be told what came of it; "": none. */
  getSearch(contact: string): string {
    return this.read(contact).words === "" ? "" : (this.searches.get(contact) ?? "");
  }

  /** The conversation has come to this message: at once the first time, then when it pauses. */
  async follow(contact: string, number: number): Promise<void> {
    const before = this.followed.get(contact);
    if (before === number) return;
    this.followed.set(contact, number);
    if (this.read(contact).words === "") await this.askAfter(before === undefined ? 0 : TALKING_PAUSE_MS, contact);
  }

  /** These are the words so far. */
  async type(contact: string, words: string): Promise<void> {
    const wanted = words.trim();
    if (wanted === this.read(contact).words) return;
    if (this.read(contact).words === "" || wanted === "") this.searches.set(contact, newKey());
    this.set(contact, { words: wanted });
    await this.askAfter(TYPING_PAUSE_MS, contact);
  }

  /** Ask at once: the words are complete, or the last attempt failed. */
  async look(contact: string): Promise<void> {
    await this.askAfter(0, contact);
  }

  /** It is over. */
  forget(contact: string): void {
    for (const kept of [this.shelved, this.followed, this.rounds, this.searches]) kept.delete(contact);
  }

  private async askAfter(ms: number, contact: string): Promise<void> {
    const round = (this.rounds.get(contact) ?? 0) + 1;
    const isLatest = (): boolean => this.rounds.get(contact) === round;
    this.rounds.set(contact, round);
    if (ms > 0) await this.wait(ms);
    if (!isLatest()) return;
    const { words } = this.read(contact);
    this.set(contact, { isLooking: true, problem: "" });
    try {
      const { articles } = await this.ask(contact, words, this.getSearch(contact));
      if (isLatest()) this.set(contact, { articles, isLooking: false });
    } catch (error) {
      if (isLatest()) this.set(contact, { problem: error instanceof Error ? error.message : "", isLooking: false });
    }
  }

  private set(contact: string, change: Partial<Shelved>): void {
    this.shelved.set(contact, { ...this.read(contact), ...change });
    this.changed();
  }
}
