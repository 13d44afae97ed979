/** An interpreter of a relay service speaks for a deaf or hard-of-hearing citizen: what the agent is to know of it. */

import { html, nothing, type TemplateResult } from "lit";
import { gettext } from "../../../shared/data/text";
import type { LegCard } from "../../../shared/words/live";

export function drawRelay({ relay, shown }: LegCard): TemplateResult | typeof nothing {
  if (relay === "") return nothing;
  return html`<div class="notice">
    <p>
      <strong>${gettext("Through the relay service {name}: its interpreter speaks for the citizen.", { name: relay })}</strong>
      ${gettext("Speak to the citizen, slowly, sentence by sentence; everything takes longer.")}
    </p>
    ${shown === "" ? nothing : html`<p>${gettext("Number to give to the interpreter: {number}", { number: shown })}</p>`}
  </div>`;
}

/** Who is on the line, as far as a number tells. */
export function nameCaller({ relay, shown }: LegCard): string {
  if (relay !== "") return relay;
  return shown === "" ? gettext("Number withheld") : shown;
}
