/**
 * Texts of the screens, translated by the server's own gettext catalogue (domain `djangojs`), which each page carries as JSON.
 * `make messages` collects the literals given to `gettext` and `ngettext`: always pass literals.
 */

type Catalogue = Readonly<Record<string, string | readonly string[]>>;

let catalogue: Catalogue = {};
let plurals = new Intl.PluralRules("en");
let language = "en";

/** Use these translations from now on. */
export function speak(languageCode: string, texts: Catalogue): void {
  language = languageCode;
  plurals = new Intl.PluralRules(languageCode);
  catalogue = texts;
}

/** The language of the page, for dates and numbers. */
export function getLanguage(): string {
  return language;
}

/** Put `values` where `text` says `{name}`. */
function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

export function gettext(text: string, values: Readonly<Record<string, string | number>> = {}): string {
  const found = catalogue[text];
  return fill(typeof found === "string" ? found : text, values);
}

/** `{count}` is filled with `count`. */
export function ngettext(one: string, many: string, count: number): string {
  const index = plurals.select(count) === "one" ? 0 : 1;
  const found = catalogue[one];
  const text = (Array.isArray(found) ? (found[index] as string | undefined) : undefined) ?? (index === 0 ? one : many);
  return fill(text, { count });
}
