import { expect, test } from "vitest";
import type { SnippetChoice } from "../../shared/words/desk";
import { isFound } from "./found";
import { listFitting, listMissing, resolve } from "./snippets";

const facts = { usager: "Samia B.", agent: "Awa", organisme: "Val", motif: "Logement", date: "25 novembre" };
const model = (snippet: number, reason: number | null, ...blanks: string[]): SnippetChoice => ({ snippet, title: "", text: "", blanks, reason, is_mine: false });

test("what is known is filled in, the rest stays to be filled in by hand", () => {
  expect(resolve("Bonjour {usager}, dossier {numéro}, {toString}.", facts)).toBe("Bonjour Samia B., dossier {numéro}, {toString}.");
  expect(resolve("Bonjour {usager}", { ...facts, usager: "" })).toBe("Bonjour {usager}");
});

test("a blank left in a text is named once; braces that no model knows are the agent's own", () => {
  const snippets = [model(1, null, "usager", "numéro")];
  expect(listMissing("{numéro} puis {numéro}, {autre} et {}", snippets)).toEqual(["numéro"]);
  expect(listMissing("Rien", snippets)).toEqual([]);
});

test("models of the contact's reason come first, those of others not at all", () => {
  expect(listFitting([model(1, null), model(2, 7), model(3, 8)], 7).map((each) => each.snippet)).toEqual([2, 1]);
});

test("words are found in any order, without accents", () => {
  expect([isFound("Pièces à fournir", "fournir pieces"), isFound("Pièces", "pièces x"), isFound("Pièces", "")]).toEqual([true, false, true]);
});
