/**
 * What is known of whoever stands behind each contact: shown at once when it was asked before, and asked anew whenever it is looked at.
 * What an agent says of a person answers with that person: what is shown is what was fetched last.
 */

import type { PastContact, Person, Timeline } from "../../shared/words/kept";

export interface Known {
  readonly person: Person | null;
  /** Why nothing newer is known; "" when nothing went wrong. */
  readonly problem: string;
  /** Why what was asked of this person was not done. */
  readonly refusal: string;
  /** Earlier contacts that were asked for beyond the first page. */
  readonly more: readonly PastContact[];
  /** Asks for those before them; "": there are none. */
  readonly following: string;
}

export interface PersonDoors {
  getPerson: (contact: string) => Promise<Person>;
  getTimeline: (contact: string, before: string) => Promise<Timeline>;
}

const NOTHING: Known = { person: null, problem: "", refusal: "", more: [], following: "" };

export class Persons {
  private readonly known = new Map<string, Known>();
  private readonly asked = new Set<string>();

  constructor(
    private readonly doors: PersonDoors,
    private readonly changed: () => void,
  ) {}

  read(contact: string): Known {
    return this.known.get(contact) ?? NOTHING;
  }

  isAsking(contact: string): boolean {
    return this.asked.has(contact);
  }

  async ask(contact: string): Promise<void> {
    await this.carry(contact, "problem", async () => this.learn(contact, await this.doors.getPerson(contact)));
  }

  /** Have something said of this person, which answers with what is known then. */
  async say(contact: string, said: () => Promise<Person>): Promise<void> {
    await this.carry(contact, "refusal", async () => this.learn(contact, await said()));
  }

  async readOn(contact: string): Promise<void> {
    await this.carry(contact, "refusal", async () => {
      const { past, following } = await this.doors.getTimeline(contact, this.read(contact).following);
      this.set(contact, { more: [...this.read(contact).more, ...past], following });
    });
  }

  private async carry(contact: string, problem: "problem" | "refusal", asked: () => Promise<void>): Promise<void> {
    if (this.asked.has(contact)) return;
    this.asked.add(contact);
    if (this.read(contact)[problem] !== "") this.set(contact, { [problem]: "" });
    try {
      await asked();
    } catch (error) {
      this.set(contact, { [problem]: error instanceof Error ? error.message : "" });
    } finally {
      this.asked.delete(contact);
      this.changed();
    }
  }

  private learn(contact: string, person: Person): void {
    this.set(contact, { ...NOTHING, person, following: person.timeline.following });
  }

  private set(contact: string, known: Partial<Known>): void {
    this.known.set(contact, { ...this.read(contact), ...known });
    this.changed();
  }
}
