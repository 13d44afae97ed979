/** Who else reads a conversation, for a while after each sign: whoever reads says so again and again, and nobody says that he left. */

/** How often a reader says that he is still there. */
export const LOOK_EVERY_MS = 8_000;
const SHOWN_MS = 20_000;

export class Lookers {
  private readonly signs = new Map<string, ReadonlyMap<string, number>>();

  sign(contact: string, name: string, now: number): void {
    this.signs.set(contact, new Map([...(this.signs.get(contact) ?? []), [name, now]]));
  }

  list(contact: string, now: number): readonly string[] {
    const signs = [...(this.signs.get(contact) ?? [])];
    return signs.filter(([, at]) => now - at < SHOWN_MS).map(([name]) => name);
  }
}
