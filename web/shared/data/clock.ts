/** The server's time, so that countdowns are right on a computer whose clock is not. */

import { getLanguage, gettext, ngettext } from "./text";

let offsetMs = 0;

/** Learn from the `Date` of an answer, which is cut to the second: small differences are noise. */
export function learnTime(date: string | null, now = Date.now()): void {
  const told = date === null ? Number.NaN : Date.parse(date) + 500;
  if (!Number.isNaN(told)) offsetMs = Math.abs(told - now) > 2_000 ? told - now : 0;
}

export function serverNow(now = Date.now()): number {
  return now + offsetMs;
}

/** "4:05", or "1:02:03": minutes and seconds of a length of time; never negative. */
export function writeLength(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const [hours, minutes, rest] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (value: number): string => String(value).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** "less than a minute", "12 minutes", "1 hour 5 minutes": a length of time in words, for who waits. */
export function sayLength(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  if (minutes === 0) return gettext("less than a minute");
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const parts = [hours > 0 && ngettext("{count} hour", "{count} hours", hours), rest > 0 && ngettext("{count} minute", "{count} minutes", rest)];
  return parts.filter((part) => part !== false).join(" ");
}

/** "12 March 2026, 14:05", in the language of the page. */
export function writeDate(at: number): string {
  return write(at, { dateStyle: "long", timeStyle: "short" });
}

/** "Thursday 12 March", in the language of the page. */
export function writeDay(at: number): string {
  return write(at, { weekday: "long", day: "numeric", month: "long" });
}

/** "Thursday 12 March at 14:05", in the language of the page. */
export function writeMoment(at: number): string {
  return write(at, { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
}

/** "12 March 2026", in the language of the page. */
export function writeFullDay(at: number): string {
  return write(at, { dateStyle: "long" });
}

/** French says "1er mars", which `Intl` does not know. */
function write(at: number, style: Intl.DateTimeFormatOptions): string {
  const written = new Intl.DateTimeFormat(getLanguage(), style).format(at);
  return getLanguage().startsWith("fr") ? written.replace(/(^| )1(?= \p{L})/u, (_, before: string) => `${before}1er`) : written;
}
