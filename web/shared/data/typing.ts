/** Who is writing, for a few seconds after each sign. A sign that was overtaken by the message it announced is dropped. */

const SHOWN_MS = 8_000;
const OVERTAKEN_MS = 1_500;

export class Typing {
  private readonly signs = new Map<string, number>();
  private readonly messages = new Map<string, number>();

  sign(conversation: string, now: number): void {
    if (now - (this.messages.get(conversation) ?? 0) > OVERTAKEN_MS) this.signs.set(conversation, now);
  }

  message(conversation: string, now: number): void {
    this.messages.set(conversation, now);
    this.signs.delete(conversation);
  }

  isWriting(conversation: string, now: number): boolean {
    return now - (this.signs.get(conversation) ?? -SHOWN_MS) < SHOWN_MS;
  }
}
