/**
 * How a desk rings: what the agent wishes (kept in this browser), which of several tabs rings, and what is news among the contacts
 * that ring. The sound itself and the notification belong to the page (`view/ring.ts`).
 */

import type { Shelf } from "../../shared/data/outbox";

export interface RingWishes {
  readonly sounds: boolean;
  /** From 0 to 100. */
  readonly volume: number;
  readonly notifies: boolean;
}

export const FIRST_WISHES: RingWishes = { sounds: true, volume: 60, notifies: false };
const PLACE = "guichet:ring";

export function readWishes(shelf: Shelf): RingWishes {
  try {
    return { ...FIRST_WISHES, ...(JSON.parse(shelf.getItem(PLACE) ?? "{}") as Partial<RingWishes>) };
  } catch {
    return FIRST_WISHES;
  }
}

export function keepWishes(shelf: Shelf, wishes: RingWishes): void {
  shelf.setItem(PLACE, JSON.stringify(wishes));
}

/** What began to ring since the last look. */
export class Bell {
  private known: ReadonlySet<string> = new Set();

  look(ringing: readonly string[]): readonly string[] {
    const fresh = ringing.filter((contact) => !this.known.has(contact));
    this.known = new Set(ringing);
    return fresh;
  }
}

/**
 * Hold the ring of this agent for as long as the page lives; `held` is told when it is this tab's turn. A browser without locks (a page
 * that is not served securely) rings in each tab: rather twice than never.
 */
export function holdRing(agent: number, held: () => void, locks: LockManager | null): void {
  if (locks === null) {
    held();
    return;
  }
  const forever = (): Promise<never> => {
    held();
    return new Promise<never>(() => undefined);
  };
  locks.request(`guichet:ring:${agent}`, forever).catch(held);
}
