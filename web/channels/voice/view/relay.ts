/** An interpreter of a relay service speaks for a deaf or hard-of-hearing citizen: what the agent is to know of it. */

import { html, nothing, type TemplateResult } from "lit";
import { gettext } from "../../../shared/data/text";
import { sayRelay } from "../../../shared/view/relay";
import type { LegCard } from "../../../shared/words/live";

export function drawRelay({ relay }: LegCard): TemplateResult | typeof nothing {
  if (relay === "") return nothing;
  return html`<p class="notice">${sayRelay(relay)}</p>`;
}

/** Who is on the line, as far as a number tells. */
export function nameCaller({ relay, shown }: LegCard): string {
  if (relay !== "") return relay;
  return shown === "" ? gettext("Number withheld") : shown;
}
