/** Whether the call is recorded, and what an agent does about it: a while without, for card numbers and health, or nothing at all. */

import { html, nothing, type TemplateResult } from "lit";
import { gettext } from "../../../shared/data/text";
import type { LegCard } from "../../../shared/words/live";
import type { Wish } from "../data/doors";

export function drawTaping({ taping }: LegCard): TemplateResult {
  return html`<p class="small" role="status">${sayTaping(taping)}</p>`;
}

/** Beside what else is done with a call. */
export function drawTapingChoices({ taping }: LegCard, ask: (wish: Wish) => void): TemplateResult | typeof nothing {
  if (taping !== "on" && taping !== "paused") return nothing;
  return html`
    ${taping === "on"
      ? html`<button type="button" @click=${() => ask("pause-recording")}>${gettext("Stop recording for a while")}</button>`
      : html`<button type="button" @click=${() => ask("go-on-recording")}>${gettext("Go on recording")}</button>`}
    <details>
      <summary class="button quiet">${gettext("The caller refuses…")}</summary>
      <button type="button" class="danger" @click=${() => ask("erase-recording")}>${gettext("Erase what was recorded, and record no more")}</button>
    </details>
  `;
}

function sayTaping(taping: LegCard["taping"]): string {
  switch (taping) {
    case "on":
      return gettext("This call is recorded while you two speak: the caller was told. Stop for a card number or for somebody’s health.");
    case "paused":
      return gettext("Not recorded for now. Go on once the card number or what concerns health has been said.");
    case "refused":
      return gettext("The caller refuses to be recorded: nothing is kept. Tell him so.");
    case "":
      return "";
  }
}
