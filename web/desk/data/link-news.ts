/** What is said of the connection: nothing of a short gap; that it is lost; and, once that was said, for a while that it is back. */

const LOST_AFTER_MS = 2_000;
const BACK_SHOWN_MS = 8_000;

export type LinkWord = "lost" | "back" | "";

export class LinkNews {
  private backAt: number | null = null;

  /** @param unlinkedSince Since when nobody answers; null: we are connected. */
  constructor(private unlinkedSince: number | null) {}

  tell(isLinked: boolean, now: number): void {
    if (!isLinked) {
      this.unlinkedSince ??= now;
      return;
    }
    if (this.read(now) === "lost") this.backAt = now;
    this.unlinkedSince = null;
  }

  read(now: number): LinkWord {
    if (this.unlinkedSince !== null) return now - this.unlinkedSince < LOST_AFTER_MS ? "" : "lost";
    return this.backAt !== null && now - this.backAt < BACK_SHOWN_MS ? "back" : "";
  }
}
