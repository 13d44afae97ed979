/** Why a contact rings here and now, in sentences. */

import { writeLength } from "../../shared/data/clock";
import { gettext } from "../../shared/data/text";
import type { Why } from "../../shared/words/live";

const RESERVE = "reserve:";

export function explain(why: Why): readonly string[] {
  return [choose(why), overtake(why.overtook ?? "")].filter((sentence) => sentence !== "");
}

function choose(why: Why): string {
  switch (why.chosen ?? "longest-idle") {
    case "preferred":
      return gettext("Offered to you because you know this request.");
    case "pulled":
      return gettext("You took it yourself.");
    case "assigned-by-supervisor":
      return gettext("Given to you by your supervisor.");
    case "only-one-able":
      return gettext("Offered to you because you alone can answer it now.");
    default:
      if ((why.idle_ms ?? 0) < 1_000) return gettext("Offered to you because you have been free the longest.");
      return gettext("Offered to you because you have been free the longest: for {time}.", { time: writeLength(why.idle_ms ?? 0) });
  }
}

/** What lets it pass before an older one that waits on. */
function overtake(cause: string): string {
  if (cause.startsWith(RESERVE)) return gettext("An older request waits on: you are kept free for “{reserve}”.", { reserve: cause.slice(RESERVE.length) });
  switch (cause) {
    case "live-first":
      return gettext("It goes before an older request because somebody waits at this very moment.");
    case "priority":
      return gettext("It goes before an older request because it was given priority.");
    case "commitment":
      return gettext("It goes before an older request because its promised time ends sooner.");
    default:
      return "";
  }
}
