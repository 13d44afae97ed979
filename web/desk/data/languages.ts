/** What a language is called in the language of the page: "portugais" for `pt`. One the browser does not know keeps its code. */
export function nameLanguage(code: string): string {
  return new Intl.DisplayNames([document.documentElement.lang], { type: "language" }).of(code) ?? code;
}
