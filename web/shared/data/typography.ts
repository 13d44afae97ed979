/** Of words that somebody wrote: no line begins with a mark that French sets apart by a space (`screens/templatetags/typography.py`). */
export function joinMarks(text: string): string {
  return text.replace(/ (?=[?!;:»])/g, "\u00a0");
}
