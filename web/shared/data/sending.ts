/**
 * Files on their way. Each keeps its key until the server has said yes or no, so that none is sent twice; while nobody answers it is tried
 * again. Unlike messages they do not outlive the page: a browser gives a page no lasting hold on a file.
 */

import { Refusal, backoffMs, sleep } from "./http";
import { newKey } from "./key";
import { gettext } from "./text";

/** As the server has it; said before the file travels. */
export const LARGEST_FILE = 10_000_000;

export interface Parcel {
  readonly key: string;
  readonly file: File;
  /** Why it was refused; it then waits for its sender to take it back or to try again. */
  readonly refusal?: string;
}

export class Sending {
  parcels: readonly Parcel[] = [];
  private busy = false;

  constructor(
    private readonly deliver: (parcel: Parcel) => Promise<void>,
    private readonly changed: () => void,
    private readonly wait: (ms: number) => Promise<void> = sleep,
  ) {}

  add(files: Iterable<File>): void {
    const added = [...files].map((file) => ({ key: newKey(), file, ...check(file) }));
    this.set([...this.parcels, ...added]);
    void this.send();
  }

  retry(key: string): void {
    this.set(this.parcels.map((each) => (each.key === key ? { key, file: each.file, ...check(each.file) } : each)));
    void this.send();
  }

  remove(key: string): void {
    this.set(this.parcels.filter((each) => each.key !== key));
  }

  private set(parcels: readonly Parcel[]): void {
    this.parcels = parcels;
    this.changed();
  }

  private next(): Parcel | undefined {
    return this.parcels.find((each) => each.refusal === undefined);
  }

  private async send(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    let misses = 0;
    for (let next = this.next(); next !== undefined; next = this.next()) {
      misses = (await this.attempt(next)) ? 0 : misses + 1;
      if (misses > 0) await this.wait(backoffMs(misses - 1));
    }
    this.busy = false;
  }

  private async attempt(parcel: Parcel): Promise<boolean> {
    try {
      await this.deliver(parcel);
      this.remove(parcel.key);
      return true;
    } catch (error) {
      if (!(error instanceof Refusal)) return false;
      this.set(this.parcels.map((each) => (each.key === parcel.key ? { ...parcel, refusal: error.message } : each)));
      return true;
    }
  }
}

function check(file: File): { readonly refusal?: string } {
  if (file.size > LARGEST_FILE) return { refusal: gettext("This file is too large: at most {most} MB.", { most: LARGEST_FILE / 1_000_000 }) };
  return {};
}

/** "2.4 MB", in the reader's language. */
export function writeSize(bytes: number, language: string): string {
  const isSmall = bytes < 1_000_000;
  const value = isSmall ? Math.max(1, Math.round(bytes / 1_000)) : Math.round(bytes / 100_000) / 10;
  return new Intl.NumberFormat(language, { style: "unit", unit: isSmall ? "kilobyte" : "megabyte", unitDisplay: "short" }).format(value);
}
