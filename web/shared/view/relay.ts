/** An interpreter of a relay service speaks for a deaf or hard-of-hearing citizen: what an agent is to know of it. */

import { html, type TemplateResult } from "lit";
import { gettext } from "../data/text";

/** Whom he speaks with, and how. */
export function sayRelay(name: string): TemplateResult {
  return html`<strong>${gettext("Through the relay service {name}: its interpreter speaks for the citizen.", { name })}</strong>
    ${gettext("Speak to the citizen, slowly, sentence by sentence; everything takes longer.")}`;
}
