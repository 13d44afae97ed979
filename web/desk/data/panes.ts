/** How wide the panes beside the exchange are, in pixels; kept in this browser. The exchange has what is left, and never too little. */

import type { Shelf } from "../../shared/data/outbox";

export interface Widths {
  readonly work: number;
  readonly about: number;
}

export type Side = keyof Widths;

export const FIRST_WIDTHS: Widths = { work: 288, about: 304 };
export const LEAST = 176;
const MOST = 544;
const EXCHANGE_LEAST = 384;
const STEP = 16;
const PLACE = "guichet:panes";

/** How wide a pane may be in a desk of this width, while the other one keeps its own. */
export function getMost(widths: Widths, side: Side, whole: number): number {
  const other = side === "work" ? widths.about : widths.work;
  return Math.max(LEAST, Math.min(MOST, whole - other - EXCHANGE_LEAST));
}

export function resize(widths: Widths, side: Side, wanted: number, whole: number): Widths {
  const width = Math.round(Math.max(LEAST, Math.min(getMost(widths, side, whole), wanted)));
  return { ...widths, [side]: width };
}

/** The widths that fit in this desk: a window made narrower takes from both panes. */
export function fit(widths: Widths, whole: number): Widths {
  return resize(resize(widths, "about", widths.about, whole), "work", widths.work, whole);
}

/** What a key asks of the border of a pane: the arrows move the border, Home and End go as far as it goes. Undefined: nothing. */
export function readKey(key: string, side: Side, width: number): number | undefined {
  const outwards = side === "work" ? STEP : -STEP;
  const asked: Readonly<Record<string, number>> = { ArrowRight: width + outwards, ArrowLeft: width - outwards, Home: LEAST, End: MOST };
  return asked[key];
}

export function readWidths(shelf: Shelf): Widths {
  try {
    const kept = JSON.parse(shelf.getItem(PLACE) ?? "{}") as Partial<Record<Side, unknown>>;
    const read = (side: Side): number => (Number.isFinite(kept[side]) ? (kept[side] as number) : FIRST_WIDTHS[side]);
    return { work: read("work"), about: read("about") };
  } catch {
    return FIRST_WIDTHS;
  }
}

export function keepWidths(shelf: Shelf, widths: Widths): void {
  shelf.setItem(PLACE, JSON.stringify(widths));
}
