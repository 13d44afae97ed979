/** Models of answers: what their variables stand for, and which blanks are left. A text that still has one is not sent. */

import type { SnippetChoice } from "../../shared/words/desk";

/** As the server finds them (`records/contacts/snippets.py`). */
const BLANK = /\{([^{}\n]{1,40})\}/g;

/** What each variable stands for in this conversation; "" is not known. */
export type Facts = Readonly<Record<"usager" | "agent" | "organisme" | "motif" | "date", string>>;

/** The text with all that is known; the rest stays between braces. */
export function resolve(text: string, facts: Facts): string {
  return text.replace(BLANK, (whole, name: string) => {
    const known = Object.hasOwn(facts, name) ? facts[name as keyof Facts] : "";
    return known === "" ? whole : known;
  });
}

/** The blanks of models that a text still has, each once. Other braces are the agent's own words. */
export function listMissing(text: string, snippets: readonly SnippetChoice[]): readonly string[] {
  const blanks = new Set(snippets.flatMap((each) => each.blanks));
  const found = [...text.matchAll(BLANK)].map((match) => match[1] ?? "");
  return [...new Set(found)].filter((name) => blanks.has(name));
}

/** The models for a contact of this reason: its own first. */
export function listFitting(snippets: readonly SnippetChoice[], reason: number): readonly SnippetChoice[] {
  const fitting = snippets.filter((each) => each.reason === null || each.reason === reason);
  return [...fitting.filter((each) => each.reason !== null), ...fitting.filter((each) => each.reason === null)];
}
