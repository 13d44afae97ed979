/**
 * Where a page keeps what must outlive it. To a page inside another site's a browser may refuse its storage and still grant cookies that it
 * parts by site (CHIPS): they serve as well, for what is short. Where both are refused things live as long as the page, and it says so.
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

/** The part of `document` that keeps cookies. */
export interface Jar {
  cookie: string;
}

const LONGEST_COOKIE = 3_500;
const COOKIE_SECONDS = 7 * 24 * 3_600;

/** Cookies that only this page inside this site gets, and that go to the server with this page alone. What is too long stays in the pocket. */
export class CookieShelf implements Shelf {
  private readonly pocket = new Pocket();

  constructor(
    private readonly jar: Jar,
    private readonly path: string,
  ) {}

  get length(): number {
    return this.list().length;
  }

  key(index: number): string | null {
    return this.list()[index] ?? null;
  }

  getItem(name: string): string | null {
    const kept = this.pocket.getItem(name);
    if (kept !== null) return kept;
    const start = `${encodeURIComponent(name)}=`;
    const found = this.jar.cookie.split("; ").find((each) => each.startsWith(start));
    return found === undefined ? null : decodeURIComponent(found.slice(start.length));
  }

  setItem(name: string, value: string): void {
    const cookie = `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
    this.removeItem(name);
    if (cookie.length > LONGEST_COOKIE) this.pocket.setItem(name, value);
    else this.write(cookie, COOKIE_SECONDS);
  }

  removeItem(name: string): void {
    this.pocket.removeItem(name);
    this.write(`${encodeURIComponent(name)}=`, 0);
  }

  private write(cookie: string, seconds: number): void {
    this.jar.cookie = `${cookie}; Path=${this.path}; Max-Age=${seconds}; SameSite=None; Secure; Partitioned`;
  }

  private list(): string[] {
    const names = this.jar.cookie.split("; ").filter((each) => each.startsWith("guichet"));
    const kept = Array.from({ length: this.pocket.length }, (_, index) => this.pocket.key(index) ?? "");
    return [...new Set([...names.map((each) => decodeURIComponent(each.split("=")[0] ?? "")), ...kept])];
  }
}

/** The first shelf that can be written to and read, otherwise the page's pocket. */
export function openShelf(...candidates: (() => Shelf)[]): { readonly shelf: Shelf; readonly isLasting: boolean } {
  for (const open of candidates) {
    try {
      const shelf = open();
      shelf.setItem("guichet:trial", "1");
      const isKept = shelf.getItem("guichet:trial") === "1";
      shelf.removeItem("guichet:trial");
      if (isKept) return { shelf, isLasting: true };
    } catch {
      // refused: the next one
    }
  }
  return { shelf: new Pocket(), isLasting: false };
}

const opened = openShelf(
  () => localStorage,
  () => new CookieShelf(document, location.pathname),
);
export const shelf = opened.shelf;
export const isLasting = opened.isLasting;
