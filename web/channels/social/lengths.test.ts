import { expect, test } from "vitest";
import { countCharacters, listPlaces, writeBlanks } from "./lengths";

test("a page counts as the network says and a mention without its server", () => {
  expect(countCharacters(`voir https://ville.example/${"x".repeat(90)}`, 23)).toBe(28);
  expect(countCharacters("@zoe@ailleurs.example oui", 23)).toBe("@zoe oui".length);
  expect(countCharacters("https://a.example/xx", 0)).toBe(20);
  expect(countCharacters("é😀", 23)).toBe(2);
});

test("a template becomes a text with blanks", () => {
  const template = "Bonjour {{1}}, le {{2}}. {{1}} !";
  expect(listPlaces(template)).toEqual(["{{1}}", "{{2}}"]);
  expect(writeBlanks(template, (place) => `valeur ${place}`)).toBe("Bonjour {valeur 1}, le {valeur 2}. {valeur 1} !");
});
