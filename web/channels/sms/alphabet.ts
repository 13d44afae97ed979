/**
 * What an SMS costs: the twin of `guichet/records/knowledge/sms.py` and of `ease` in `guichet/channels/sms/alphabet.py`, proved equal on
 * the cases of `alphabet.json` (3GPP TS 23.038).
 */

const BASIC = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const EXTENDED = new Set("\f^{}\\[~]|€");
const EASE: Readonly<Record<string, string>> = {
  "’": "'",
  "‘": "'",
  "ʼ": "'",
  "“": '"',
  "”": '"',
  "„": '"',
  "–": "-",
  "—": "-",
  "‑": "-",
  "…": "...",
  "\u00a0": " ",
  "\u202f": " ",
  "\u2009": " ",
  "\u200b": "",
  "\ufeff": "",
  "\t": " ",
};

/** `costly` are the characters that force the long alphabet, each once; none: the short one serves. */
export interface SmsCost {
  readonly units: number;
  readonly segments: number;
  readonly costly: readonly string[];
}

/** The text as it leaves: without the printers' signs that would double the price and say nothing more. */
export function ease(text: string): string {
  return Array.from(text.replaceAll("\r\n", "\n"), (character) => EASE[character] ?? character).join("");
}

export function countSms(text: string): SmsCost {
  const characters = Array.from(text);
  const costly = [...new Set(characters.filter((character) => !BASIC.has(character) && !EXTENDED.has(character)))];
  const isShort = costly.length === 0;
  const sizes = characters.map((character) => (isShort ? (EXTENDED.has(character) ? 2 : 1) : character.length));
  const units = sizes.reduce((sum, size) => sum + size, 0);
  return { units, segments: isShort ? countSegments(sizes, units, 160, 153) : countSegments(sizes, units, 70, 67), costly };
}

/** A character of two units is never cut in two. */
function countSegments(sizes: readonly number[], units: number, alone: number, each: number): number {
  if (units <= alone) return units === 0 ? 0 : 1;
  let [segments, filled] = [1, 0];
  for (const size of sizes) {
    if (filled + size > each) [segments, filled] = [segments + 1, 0];
    filled += size;
  }
  return segments;
}
