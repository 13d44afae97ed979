/**
 * The desk's shortcuts: what each command's keys are, as the agent wishes, kept in this browser. All can be switched off and changed
 * (WCAG 2.1.4); none is a bare letter, and "?" is only heard where nothing is typed.
 */

import type { Shelf } from "../../shared/data/outbox";

export const COMMANDS = [
  "accept",
  "decline",
  "next",
  "note",
  "answers",
  "insert",
  "transfer",
  "mute",
  "end",
  "pull",
  "search",
  "person",
  "presence",
  "palette",
  "sheet",
] as const;
export type Command = (typeof COMMANDS)[number];

export interface Keys {
  readonly on: boolean;
  readonly of: Readonly<Record<Command, string>>;
}

export const FIRST_KEYS: Keys = {
  on: true,
  of: {
    accept: "Alt+Shift+A",
    decline: "Alt+Shift+D",
    next: "Alt+Shift+N",
    note: "Alt+Shift+I",
    answers: "Alt+Shift+R",
    insert: "Alt+Shift+V",
    transfer: "Alt+Shift+T",
    mute: "Alt+Shift+M",
    end: "Alt+Shift+E",
    pull: "Alt+Shift+W",
    search: "Alt+Shift+F",
    person: "Alt+Shift+H",
    presence: "Alt+Shift+P",
    palette: "Ctrl+K",
    sheet: "?",
  },
};
const PLACE = "guichet:keys";

export function readKeys(shelf: Shelf): Keys {
  try {
    const kept = JSON.parse(shelf.getItem(PLACE) ?? "{}") as Partial<Keys>;
    return { on: kept.on ?? true, of: { ...FIRST_KEYS.of, ...kept.of } };
  } catch {
    return FIRST_KEYS;
  }
}

export function keepKeys(shelf: Shelf, keys: Keys): void {
  shelf.setItem(PLACE, JSON.stringify(keys));
}

/** The part of `KeyboardEvent` that names its keys. */
export interface Press {
  readonly key: string;
  readonly code: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}

const MODIFIERS = new Set(["Alt", "AltGraph", "Control", "Meta", "Shift"]);

/**
 * "Alt+Shift+A": the letter as it is printed on the key, on every layout. Where Alt makes another sign of it (macOS) its place on the
 * keyboard is what remains. "" while only modifiers are held.
 */
export function nameKeys(press: Press): string {
  if (MODIFIERS.has(press.key)) return "";
  const isBare = !press.altKey && !press.ctrlKey && !press.metaKey;
  const place = /^(?:Key|Digit)(.)$/.exec(press.code)?.[1];
  const key = /^[a-z]$/i.test(press.key) || place === undefined || isBare ? press.key : place;
  const held = [press.ctrlKey && "Ctrl", press.metaKey && "Meta", press.altKey && "Alt", press.shiftKey && !(isBare && key.length === 1) && "Shift"];
  return [...held.filter((each) => each !== false), key.length === 1 ? key.toUpperCase() : key].join("+");
}

/** A letter alone, or with Shift, would be taken from somebody who writes. */
export function isUsable(named: string): boolean {
  return named === "?" || /^F\d+$/.test(named) || /(Ctrl|Meta|Alt)\+/.test(named);
}

/** What these keys do, unless shortcuts are off; a bare key does nothing while somebody types. */
export function findCommand(keys: Keys, named: string, types: boolean): Command | undefined {
  if (!keys.on || named === "" || (types && !/(Ctrl|Meta|Alt)\+/.test(named))) return undefined;
  return COMMANDS.find((command) => keys.of[command] === named);
}

/** Give a command other keys; the command that has them already is named instead, and nothing changes. */
export function changeKeys(keys: Keys, command: Command, named: string): Keys | Command {
  const taken = COMMANDS.find((each) => each !== command && keys.of[each] === named);
  return taken ?? { ...keys, of: { ...keys.of, [command]: named } };
}
