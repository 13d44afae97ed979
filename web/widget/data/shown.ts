/** What the frame hears from the site. */

import type { Shown } from "./around";

export function readShown(data: unknown): Shown | null {
  const shown = data as Partial<Shown> | null;
  return typeof shown === "object" && shown?.guichet === "shown" && typeof shown.open === "boolean" ? { guichet: "shown", open: shown.open } : null;
}
