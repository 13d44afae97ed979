/** Which page of a procedure this is: found here, so that its address never leaves the site. The server has the same rule (`matching.py`). */

/** Its key, its origin, and its path, in which `*` stands for anything. */
export type Declared = readonly [key: string, origin: string, path: string];

export function matches(path: string, pattern: string): boolean {
  const [first = "", ...others] = pattern.split("*");
  const last = others.pop();
  if (last === undefined) return path === pattern;
  if (!path.startsWith(first)) return false;
  let place = first.length;
  for (const part of others) {
    const found = path.indexOf(part, place);
    if (found < 0) return false;
    place = found + part.length;
  }
  return path.length - last.length >= place && path.endsWith(last);
}

/** The one whose pattern says most; empty when none is meant. */
export function choose(pages: readonly Declared[], origin: string, path: string): string {
  let best = "";
  let length = -1;
  for (const [key, where, pattern] of pages) {
    const said = pattern.replaceAll("*", "").length;
    if (where === origin && matches(path, pattern) && said > length) [best, length] = [key, said];
  }
  return best;
}
