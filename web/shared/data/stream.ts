/**
 * Server-sent events over `fetch`, for a page that shows its pass in a header: an `EventSource` cannot send one. Unlike it, this one never
 * reconnects by itself: `Follower` does.
 */

import type { Stream } from "./follow";

export class FetchStream implements Stream {
  onopen: ((event: Event) => void) | null = null;
  onmessage: ((event: MessageEvent<string>) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;
  private readonly beats: (() => void)[] = [];
  private readonly ending = new AbortController();
  private lastId = "";

  constructor(address: string, headers: Readonly<Record<string, string>>) {
    void this.run(address, headers);
  }

  addEventListener(_name: "beat", listener: () => void): void {
    this.beats.push(listener);
  }

  close(): void {
    this.ending.abort();
  }

  private async run(address: string, headers: Readonly<Record<string, string>>): Promise<void> {
    try {
      const response = await fetch(address, { headers: { ...headers, Accept: "text/event-stream" }, signal: this.ending.signal, cache: "no-store" });
      if (!response.ok || response.body === null) throw new Error(String(response.status));
      this.onopen?.(new Event("open"));
      await this.read(response.body.pipeThrough(new TextDecoderStream()).getReader());
    } catch {
      // closed by us, or lost: said below
    }
    if (!this.ending.signal.aborted) this.onerror?.(new Event("error"));
  }

  private async read(reader: ReadableStreamDefaultReader<string>): Promise<void> {
    let rest = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const blocks = (rest + value).split("\n\n");
      rest = blocks.pop() ?? "";
      for (const block of blocks) this.tell(block);
    }
  }

  /** One event: the fields we use of the HTML standard, 9.2.6. */
  private tell(block: string): void {
    let [kind, data] = ["message", ""];
    for (const line of block.split("\n")) {
      if (line.startsWith("data:")) data += line.slice(5).trimStart();
      else if (line.startsWith("event:")) kind = line.slice(6).trim();
      else if (line.startsWith("id:")) this.lastId = line.slice(3).trim();
    }
    if (kind === "beat") for (const beat of this.beats) beat();
    else if (data !== "") this.onmessage?.(new MessageEvent("message", { data, lastEventId: this.lastId }));
  }
}
