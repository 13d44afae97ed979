/** The server's time, so that countdowns are right on a computer whose clock is not. */

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
