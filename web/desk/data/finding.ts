/**
 * A search as it is typed: the server is asked once the typing pauses, and what it answers to words that were changed meanwhile is
 * dropped. What was found last stays until something else is.
 */

import { sleep } from "../../shared/data/http";
import type { SearchAnswer } from "../../shared/words/kept";

const PAUSE_MS = 300;

export class Finding {
  answer: SearchAnswer | null = null;
  problem = "";
  isLooking = false;
  private words = "";
  private round = 0;

  constructor(
    private readonly search: (words: string) => Promise<SearchAnswer>,
    private readonly changed: () => void,
    private readonly wait: (ms: number) => Promise<void> = sleep,
  ) {}

  /** These are the words so far. */
  async type(words: string): Promise<void> {
    this.words = words.trim();
    const round = ++this.round;
    if (this.words === "") {
      this.set({ answer: null, problem: "", isLooking: false });
      return;
    }
    await this.wait(PAUSE_MS);
    if (round === this.round) await this.look();
  }

  /** Look at once: the words are complete, or the last attempt failed. */
  async look(): Promise<void> {
    if (this.words === "") return;
    const round = ++this.round;
    this.set({ isLooking: true, problem: "" });
    try {
      const answer = await this.search(this.words);
      if (round === this.round) this.set({ answer, isLooking: false });
    } catch (error) {
      if (round === this.round) this.set({ answer: null, problem: error instanceof Error ? error.message : "", isLooking: false });
    }
  }

  private set(change: Partial<Pick<Finding, "answer" | "problem" | "isLooking">>): void {
    Object.assign(this, change);
    this.changed();
  }
}
