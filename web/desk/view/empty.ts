/** What the desk shows when no conversation can be shown (nobody in hand, nobody signed in any more), or when something went wrong. */

import { html, nothing, type TemplateResult } from "lit";
import { gettext } from "../../shared/data/text";

export function drawEmpty(isAvailable: boolean): TemplateResult {
  return html`
    <section class="exchange empty" aria-label=${gettext("Conversation")}>
      <div>
        <h2 tabindex="-1">${isAvailable ? gettext("You are available") : gettext("You are not available")}</h2>
        <p class="soft">
          ${isAvailable
            ? gettext("The next contact you can answer will ring here.")
            : gettext("Become available to be offered contacts.")}
        </p>
      </div>
    </section>
  `;
}

export function drawRefused(message: string): TemplateResult {
  return html`
    <div class="page">
      <p class="notice warn" role="alert">${message}</p>
      <p>${gettext("What you wrote is kept in this browser.")}</p>
      <p><button type="button" class="primary" @click=${() => location.reload()}>${gettext("Sign in again")}</button></p>
    </div>
  `;
}

export function drawProblem(problem: string, forget: () => void): TemplateResult | typeof nothing {
  if (problem === "") return nothing;
  return html`<div class="notice bad row between">
    <span>${problem}</span> <button type="button" class="quiet" @click=${forget}>${gettext("Understood")}</button>
  </div>`;
}
