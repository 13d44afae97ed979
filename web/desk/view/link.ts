/** What is said of the connection. */

import { html, nothing, type TemplateResult } from "lit";
import { gettext } from "../../shared/data/text";
import type { LinkWord } from "../data/link-news";

export function drawLink(word: LinkWord): TemplateResult | typeof nothing {
  switch (word) {
    case "lost":
      return html`<p class="notice warn" data-link="lost">
        ${gettext("Connection lost, trying again. What you write is kept and will leave by itself.")}
      </p>`;
    case "back":
      return html`<p class="notice" data-link="back">${gettext("Connection restored. Everything is up to date.")}</p>`;
    case "":
      return nothing;
  }
}
