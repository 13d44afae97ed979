/** Words of the board: what agents do, why somebody waits, how long. */

import { writeMoment } from "../../shared/data/clock";
import { getLanguage, gettext, ngettext } from "../../shared/data/text";
import type { AlertKind, WaitingShown } from "../../shared/words/board";
import type { Doing } from "../data/state";

export function nameDoing(doing: Doing): string {
  switch (doing) {
    case "free":
      return gettext("Free");
    case "busy":
      return gettext("Answering");
    case "wrapping-up":
      return gettext("Finishing notes");
    case "paused":
      return gettext("On pause");
    case "offline":
      return gettext("Offline");
  }
}

/** Why a contact still waits, in a sentence. `ringing`: the name of whoever it rings at. */
export function explain(row: WaitingShown, ringing: string, now: number): string {
  if (row.waits_since > now) return writeCallback(row.waits_since, now);
  const [word = "", detail = ""] = row.waiting_for.split(":", 2);
  switch (word) {
    case "ringing":
      return gettext("Rings at {name}.", { name: ringing });
    case "held":
      return explainHold(detail);
    case "declined":
      return gettext("An agent declined it; it waits for another one who is able and free.");
    case "expired":
      return gettext("An agent did not answer; it waits for another one who is able and free.");
    case "vanished":
      return gettext("Its agent’s screen fell silent; it waits for another one, with its age.");
    case "transferred":
      return gettext("Transferred; it waits for an agent who is able and free, with its age.");
    default:
      return gettext("Nobody who can answer it is free.");
  }
}

function explainHold(reason: string): string {
  if (reason === "preferred-agent") return gettext("Kept for a moment for the agent who knows it.");
  if (reason === "reserve") return gettext("Agents are kept free for live contacts.");
  if (reason === "declined" || reason === "transferred") return gettext("The free agent has just declined or passed it on; it will be offered again shortly.");
  return gettext("Nobody who can answer it is free."); // the hour of a promised call has come
}

/** When somebody is to be called back: the time alone is enough for today. */
export function writeCallback(at: number, now: number): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  return gettext("To be called back from {time}", { time: isToday ? writeTime(at) : writeMoment(at) });
}

export function explainClosing(reason: string): string {
  if (reason === "supervisor") return gettext("closed by order");
  return gettext("closed, outside its hours");
}

export function writeAlert(kind: AlertKind, queue: string): string {
  switch (kind) {
    case "longest-wait":
      return gettext("{queue}: somebody waits longer than was promised.", { queue });
    case "service-level":
      return gettext("{queue}: too few are answered in time over the last hour.", { queue });
    case "nobody-there":
      return gettext("{queue}: people wait, and no agent is available.", { queue });
  }
}

/** "3 min", "1 h 20" ...: a length of time in words, for aims and promises. */
export function nameLength(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return ngettext("{count} second", "{count} seconds", Math.round(ms / 1_000));
  if (minutes < 60) return gettext("{count} min", { count: minutes });
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return ngettext("{count} day", "{count} days", Math.round(hours / 24));
  return minutes % 60 === 0 ? gettext("{count} h", { count: hours }) : gettext("{hours} h {minutes}", { hours, minutes: String(minutes % 60).padStart(2, "0") });
}

export function writeTime(at: number): string {
  return new Date(at).toLocaleTimeString(getLanguage(), { hour: "2-digit", minute: "2-digit" });
}

export function writeShare(share: number | null): string {
  return share === null ? "–" : gettext("{share} %", { share });
}

/** How old what is shown is: "3 s ago". */
export function writeAge(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  if (seconds < 60) return gettext("{count} s ago", { count: seconds });
  return gettext("{count} min ago", { count: Math.floor(seconds / 60) });
}
