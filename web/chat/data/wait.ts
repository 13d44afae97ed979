/** The wait in words: a place and an honest range; without enough recent answers, the place alone. */

import { gettext, ngettext } from "../../shared/data/text";
import type { Wait } from "../../shared/words/chat";

/** How often a page asks again. */
export const ASKED_EVERY_MS = 20_000;
const HOUR = 60;

export function describeWait(wait: Wait): string {
  const before = wait.position - 1;
  const place = before === 0 ? gettext("You are next.") : ngettext("There is {count} person before you.", "There are {count} people before you.", before);
  return wait.from_minutes === null ? place : `${place} ${describeRange(wait.from_minutes, wait.to_minutes)}`;
}

function describeRange(low: number, high: number | null): string {
  if (high === null) return gettext("The wait is longer than {time}.", { time: nameMinutes(low) });
  if (low === 0) return gettext("The wait is under {time}.", { time: nameMinutes(high) });
  if (high < HOUR) return gettext("The wait is between {low} and {high} minutes.", { low, high });
  return gettext("The wait is between {low} and {high}.", { low: nameMinutes(low), high: nameMinutes(high) });
}

/** As people say it: 25 minutes, 2 h, 1 h 50. */
function nameMinutes(count: number): string {
  const hours = Math.floor(count / HOUR);
  const minutes = count % HOUR;
  if (hours === 0) return ngettext("{count} minute", "{count} minutes", minutes);
  return minutes === 0 ? gettext("{hours} h", { hours }) : gettext("{hours} h {minutes}", { hours, minutes: String(minutes).padStart(2, "0") });
}
