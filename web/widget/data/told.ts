/** What the site hears from the frame. Apart from the frame's own words: the script of the tag is one file. */

import type { Told } from "./around";

export function readTold(data: unknown): Told | null {
  const told = data as Partial<Told> | null;
  if (typeof told !== "object" || told === null) return null;
  if (told.guichet === "ready" || told.guichet === "close") return { guichet: told.guichet };
  if (told.guichet === "unread" && Number.isInteger(told.count)) return { guichet: "unread", count: Math.min(99, Math.max(0, Number(told.count))) };
  return null;
}
