/** What is known of whoever stands behind each contact: shown at once when it was asked before, and asked anew whenever it is looked at. */

import type { Person } from "../../shared/words/kept";

export interface Known {
  readonly person: Person | null;
  /** Why nothing newer is known; "" when nothing went wrong. */
  readonly problem: string;
}

const NOTHING: Known = { person: null, problem: "" };

export class Persons {
  private readonly known = new Map<string, Known>();
  private readonly asked = new Set<string>();

  constructor(
    private readonly getPerson: (contact: string) => Promise<Person>,
    private readonly changed: () => void,
  ) {}

  read(contact: string): Known {
    return this.known.get(contact) ?? NOTHING;
  }

  async ask(contact: string): Promise<void> {
    if (this.asked.has(contact)) return;
    this.asked.add(contact);
    if (this.read(contact).problem !== "") this.set(contact, { ...this.read(contact), problem: "" });
    try {
      this.set(contact, { person: await this.getPerson(contact), problem: "" });
    } catch (error) {
      this.set(contact, { ...this.read(contact), problem: error instanceof Error ? error.message : "" });
    } finally {
      this.asked.delete(contact);
    }
  }

  private set(contact: string, known: Known): void {
    this.known.set(contact, known);
    this.changed();
  }
}
