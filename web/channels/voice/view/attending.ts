/** Who listens to a call, in words: never in secret. */

import { html, type TemplateResult } from "lit";
import { gettext } from "../../../shared/data/text";
import type { LegCard, OtherCard } from "../../../shared/words/live";

/** "Awa Diallo listens to this call." */
export function sayAttending(name: string, manner: OtherCard["manner"]): string {
  if (manner === "whisper") return gettext("{name} whispers to the agent: the caller does not hear it.", { name });
  return manner === "join" ? gettext("{name} has joined this call.", { name }) : gettext("{name} listens to this call.", { name });
}

/** As whoever speaks reads it: whoever is there, and how. */
export function drawAttending(leg: LegCard): TemplateResult {
  const there = leg.others.filter(({ side, state }) => side === "listener" && state === "talking");
  return html`<div role="status">${there.map(({ name, manner }) => html`<p class="notice warn">${sayOwn(name, manner)}</p>`)}</div>`;
}

function sayOwn(name: string, manner: OtherCard["manner"]): string {
  if (manner === "whisper") return gettext("{name} listens and speaks to you: the caller does not hear it.", { name });
  return manner === "join" ? gettext("{name} has joined this call: everybody hears everybody.", { name }) : sayAttending(name, manner);
}
