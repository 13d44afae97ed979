/**
 * Real-time text: what is typed is seen while it is typed (EN 301 549, 6.2). The whole of what stands there is told each time, so that
 * corrections show too, and a loss is mended by the next letter.
 */

/** Letters are told within this time: half a second is what the standard allows. */
export const TOLD_EVERY_MS = 300;
/** As much as passes from process to process; of a longer text its end. */
export const LONGEST_TOLD = 1_000;
const OVERTAKEN_MS = 1_500;
/** Nobody goes on typing who was not heard for so long: his browser may be gone. */
const FORGOTTEN_MS = 60_000;

/** Tells what somebody types, now and at most three times a second. */
export class DraftTeller {
  private told = "";
  private wanted = "";
  private toldAt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly tell: (draft: string) => void) {}

  take(text: string): void {
    this.wanted = text.slice(-LONGEST_TOLD);
    if (this.timer !== undefined) return;
    this.timer = setTimeout(() => this.flush(), Math.max(0, this.toldAt + TOLD_EVERY_MS - Date.now()));
  }

  /** It was sent, or another conversation is shown: what was not told yet is of no use. */
  stop(): void {
    clearTimeout(this.timer);
    [this.timer, this.told, this.wanted] = [undefined, "", ""];
  }

  private flush(): void {
    this.timer = undefined;
    if (this.wanted === this.told) return;
    [this.told, this.toldAt] = [this.wanted, Date.now()];
    this.tell(this.wanted);
  }
}

interface Heard {
  readonly text: string;
  readonly at: number;
}

/** Of what is told of conversations, what matters here; `contact` is missing where there is one only. */
type Told =
  | { type: "SomebodyTypes"; contact?: string; author: string; draft: string | null }
  | { type: "MessageAdded"; contact?: string; message: { author: string; text: string } };

/** What one side types, by conversation. */
export class DraftsHeard {
  private readonly drafts = new Map<string, Heard>();
  private readonly sent = new Map<string, Heard>();

  constructor(private readonly side: "citizen" | "agent") {}

  follow(event: Told | { type: string }, now: number): void {
    if (!isTold(event)) return;
    const author = event.type === "SomebodyTypes" ? event.author : event.message.author;
    if (author !== this.side) return;
    const conversation = event.contact ?? "";
    if (event.type === "MessageAdded") this.take(conversation, event.message.text, now);
    else if (event.draft !== null) this.hear(conversation, event.draft, now);
  }

  read(conversation: string, now: number): string {
    const heard = this.drafts.get(conversation);
    return heard === undefined || now - heard.at > FORGOTTEN_MS ? "" : heard.text;
  }

  /** A draft that was overtaken by the message that it became is dropped. */
  private hear(conversation: string, draft: string, now: number): void {
    const sent = this.sent.get(conversation);
    const isOvertaken = sent !== undefined && now - sent.at < OVERTAKEN_MS && sent.text.startsWith(draft.trim());
    if (!isOvertaken || draft === "") this.drafts.set(conversation, { text: draft, at: now });
  }

  private take(conversation: string, text: string, now: number): void {
    this.drafts.delete(conversation);
    this.sent.set(conversation, { text, at: now });
  }
}

function isTold(event: Told | { type: string }): event is Told {
  return event.type === "SomebodyTypes" || event.type === "MessageAdded";
}
