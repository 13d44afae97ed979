/** The wait in words: a place and an honest range; without enough recent answers, the place alone. */

import { gettext, ngettext } from "../../shared/data/text";
import type { Wait } from "../../shared/words/chat";

/** How often a page asks again. */
export const ASKED_EVERY_MS = 20_000;

export function describeWait(wait: Wait): string {
  const before = wait.position - 1;
  const place = before === 0 ? gettext("You are next.") : ngettext("There is {count} person before you.", "There are {count} people before you.", before);
  return wait.from_minutes === null ? place : `${place} ${describeRange(wait.from_minutes, wait.to_minutes)}`;
}

function describeRange(low: number, high: number | null): string {
  if (high === null) return gettext("The wait is longer than {low} minutes.", { low });
  if (low === 0) return ngettext("The wait is under {count} minute.", "The wait is under {count} minutes.", high);
  return gettext("The wait is between {low} and {high} minutes.", { low, high });
}
