/** What is known of a public text while it is written: it is looked at once the typing pauses, and never sent before. */

import type { Finding } from "../../shared/words/square";

const PAUSE_MS = 350;

export class Publicity {
  private checked = "";
  private found: readonly Finding[] = [];
  private latest = "";
  private timer = 0;

  /** `ask` looks at a text; `tell` is called whenever something more is known. */
  constructor(
    private readonly ask: (text: string) => Promise<readonly Finding[]>,
    private readonly tell: () => void,
  ) {}

  /** Look at a text in a moment, unless it is looked at already. */
  hear(text: string, pause = PAUSE_MS): void {
    clearTimeout(this.timer);
    const wanted = text.trim();
    if (wanted === "" || wanted === this.checked) return;
    this.timer = Number(setTimeout(() => void this.look(wanted), pause));
  }

  /** Look at a text now, unless it is looked at already; false when that failed. */
  async settle(text: string): Promise<boolean> {
    clearTimeout(this.timer);
    if (!this.isKnown(text)) await this.look(text.trim());
    return this.isKnown(text);
  }

  isKnown(text: string): boolean {
    return text.trim() === this.checked;
  }

  /** What should not be said, of the text that was looked at last. */
  get findings(): readonly Finding[] {
    return this.found;
  }

  end(): void {
    clearTimeout(this.timer);
  }

  /** A look that fails is made again when somebody asks again. What is said of an older text comes too late. */
  private async look(text: string): Promise<void> {
    this.latest = text;
    try {
      const found = await this.ask(text);
      if (text === this.latest) [this.found, this.checked] = [found, text];
    } catch {
      return;
    } finally {
      this.tell();
    }
  }
}
