/** What the agent says of himself. Event `presence`: what is asked. */

import { html, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { serverNow, writeLength } from "../../shared/data/clock";
import type { Unkeyed } from "../../shared/data/http";
import { gettext } from "../../shared/data/text";
import { EverySecond, PageElement } from "../../shared/view/element";
import type { Choice } from "../../shared/words/desk";
import type { ChangePresence, Me, Presence } from "../../shared/words/live";

export class PresenceControl extends PageElement {
  @property({ attribute: false }) me: Me | null = null;
  @property({ attribute: false }) pauses: readonly Choice[] = [];

  constructor() {
    super();
    new EverySecond(this);
  }

  override focus(): void {
    this.querySelector<HTMLElement>("button, summary")?.focus();
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.me === null) return nothing;
    const { presence, since } = this.me;
    return html`
      <span class="row">
        <span class="state ${presence === "available" ? "good" : presence === "paused" ? "warn" : "soft"}" role="status">${this.write(presence)}</span>
        ${since === null ? nothing : html`<span class="soft number" aria-hidden="true">${writeLength(serverNow() - since)}</span>`}
      </span>
      <span class="row">
        ${presence === "available" ? nothing : this.drawButton(gettext("Become available"), { presence: "available" }, "primary")}
        ${presence === "paused" ? nothing : this.drawPauses()}
        ${presence === "offline" ? nothing : this.drawButton(gettext("Go offline"), { presence: "offline" }, "quiet")}
      </span>
    `;
  }

  private write(presence: Presence): string {
    switch (presence) {
      case "available":
        return gettext("Available");
      case "paused":
        return gettext("On pause: {reason}", { reason: this.nameReason() });
      case "offline":
        if (this.me?.presence_reason !== "vanished") return gettext("Offline");
        return gettext("Offline: {reason}", { reason: this.nameReason() });
    }
  }

  private nameReason(): string {
    const code = this.me?.presence_reason;
    if (code === "vanished") return gettext("this screen was silent");
    if (code === "no-answer") return gettext("an offer was not answered");
    return this.pauses.find((pause) => pause.value === code)?.label ?? gettext("no reason given");
  }

  private drawPauses(): TemplateResult {
    return html`
      <details class="menu" @keydown=${this.closeOnEscape}>
        <summary class="button">${gettext("Pause")}</summary>
        <ul>
          ${this.pauses.map((pause) => html`<li>${this.drawButton(pause.label, { presence: "paused", reason: pause.value }, "quiet")}</li>`)}
        </ul>
      </details>
    `;
  }

  private drawButton(label: string, asked: Unkeyed<ChangePresence>, look: "primary" | "quiet"): TemplateResult {
    const ask = (): void => {
      this.querySelector("details")?.removeAttribute("open");
      this.dispatchEvent(new CustomEvent("presence", { detail: asked }));
    };
    return html`<button type="button" class=${look} @click=${ask}>${label}</button>`;
  }

  private closeOnEscape(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    this.querySelector("details")?.removeAttribute("open");
    this.querySelector("summary")?.focus();
  }
}

customElements.define("presence-control", PresenceControl);
