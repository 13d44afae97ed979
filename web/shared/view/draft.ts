/** What the other types, as it stands so far. It is not read out letter by letter: the message is, once it was sent. */

import { html, nothing, type TemplateResult } from "lit";

export function drawDraft(draft: string, label: string): TemplateResult | typeof nothing {
  if (draft === "") return nothing;
  return html`<p class="drafting" aria-live="off"><span class="soft small">${label}</span> <span class="bubble">${draft}<span class="caret" aria-hidden="true"></span></span></p>`;
}
