/** How long a text is for a network: the twin of `guichet/channels/social/lengths.py`. An address of a page counts `urlLength` (0: as it is). */

const URL = /https?:\/\/[^\s<>"]+/gu;
const MENTION = /(@[A-Za-z0-9_]{1,64})@[A-Za-z0-9.-]{1,253}/gu;

export function countCharacters(text: string, urlLength: number): number {
  const counted = urlLength === 0 ? text : text.replace(URL, "x".repeat(urlLength)).replace(MENTION, "$1");
  return Array.from(counted).length;
}

/** The places of a template ("{{1}}"), each once, in their order. */
export function listPlaces(template: string): readonly string[] {
  return [...new Set(template.match(/\{\{\d{1,2}\}\}/gu) ?? [])];
}

/** A template as the composer takes it: its places are blanks to fill in before it is sent. */
export function writeBlanks(template: string, word: (place: string) => string): string {
  return listPlaces(template).reduce((text, place) => text.replaceAll(place, `{${word(place.slice(2, -2))}}`), template);
}
