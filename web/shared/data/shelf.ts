/**
 * Where a page keeps what must outlive it. A browser may refuse that, to a page inside another site's above all: what is kept then lives as
 * long as the page, and the page says so.
 */

import type { Shelf } from "./outbox";

class Pocket implements Shelf {
  private readonly items = new Map<string, string>();

  get length(): number {
    return this.items.size;
  }

  key(index: number): string | null {
    return [...this.items.keys()][index] ?? null;
  }

  getItem(name: string): string | null {
    return this.items.get(name) ?? null;
  }

  setItem(name: string, value: string): void {
    this.items.set(name, value);
  }

  removeItem(name: string): void {
    this.items.delete(name);
  }
}

/** The browser's own shelf when it can be written to, otherwise the page's pocket. */
export function openShelf(find: () => Shelf): { readonly shelf: Shelf; readonly isLasting: boolean } {
  try {
    const shelf = find();
    shelf.setItem("guichet:trial", "1");
    shelf.removeItem("guichet:trial");
    return { shelf, isLasting: true };
  } catch {
    return { shelf: new Pocket(), isLasting: false };
  }
}

export const { shelf, isLasting } = openShelf(() => localStorage);
