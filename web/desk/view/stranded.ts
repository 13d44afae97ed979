/**
 * Words whose conversation is no longer here: refused when they were sent, or begun and not sent. They are lost with nothing (R13) until
 * the agent deletes them. Events: `read` (the contact), `remove` (the key of what was refused), `forget` (what was begun).
 */

import { html, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import type { Written } from "../../shared/data/outbox";
import { gettext } from "../../shared/data/text";
import { PageElement } from "../../shared/view/element";
import type { Written as Begun } from "../data/drafts";

export class StrandedWords extends PageElement {
  @property({ attribute: false }) refused: readonly Written[] = [];
  @property({ attribute: false }) begun: readonly Begun[] = [];

  protected override render(): TemplateResult {
    return html`
      <div role="alert">${this.refused.map((written) => this.drawRefused(written))}</div>
      ${this.begun.length === 0
        ? nothing
        : html`<section class="begun" aria-label=${gettext("Begun and not sent")}>${this.begun.map((begun) => this.drawBegun(begun))}</section>`}
    `;
  }

  private drawRefused(written: Written): TemplateResult {
    return html`<div class="notice warn row between">
      <span>${gettext("Not sent: {reason}", { reason: written.refusal ?? "" })} <q>${written.text}</q></span>
      <button type="button" class="quiet" @click=${() => this.tell("remove", written.key)}>${gettext("Delete")}</button>
    </div>`;
  }

  private drawBegun(begun: Begun): TemplateResult {
    return html`<div class="notice warn row between">
      <span>${gettext("Begun and not sent, in a conversation that you no longer hold:")} <q>${begun.text}</q></span>
      <span class="row">
        <button type="button" class="quiet" @click=${() => this.tell("read", begun.contact)}>${gettext("Read the conversation")}</button>
        <button type="button" class="quiet" @click=${() => this.tell("forget", begun)}>${gettext("Delete")}</button>
      </span>
    </div>`;
  }

  private tell(what: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(what, { detail }));
  }
}

customElements.define("stranded-words", StrandedWords);
