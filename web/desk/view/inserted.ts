/** The article that stands in the message being written, before it is sent: it can still be taken out. Event `take-out`. */

import { html, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { gettext } from "../../shared/data/text";
import { PageElement } from "../../shared/view/element";
import type { Inserted } from "../data/beside";

export class InsertedAnswer extends PageElement {
  @property({ attribute: false }) inserted: Inserted | null = null;
  /** The version that holds now; 0: not known. */
  @property({ type: Number }) latest = 0;
  /** Its words still stand in the message as they were inserted. */
  @property({ type: Boolean }) whole = false;

  protected override render(): TemplateResult {
    return html`<div role="status">${this.inserted === null ? nothing : this.draw(this.inserted)}</div>`;
  }

  private draw({ title, version, is_outdated, is_draft }: Inserted): TemplateResult {
    const isOld = this.latest > version;
    const warning = isOld ? gettext("A newer version is published: insert it again.") : gettext("The rules have changed since this was written.");
    return html`<div class="inserted row between">
      <span class="small">
        ${this.whole && !is_draft ? gettext("Gives: {title}, version {version}", { title, version }) : gettext("From: {title}, version {version}, reworded", { title, version })}
        ${is_draft ? html`<span class="state warn">${gettext("Draft by a model: read it before you send it.")}</span>` : nothing}
        ${isOld || is_outdated ? html`<span class="state warn">${warning}</span>` : nothing}
      </span>
      <button type="button" class="quiet small" @click=${() => this.dispatchEvent(new CustomEvent("take-out"))}>
        ${this.whole ? gettext("Take it out") : gettext("Do not cite it")}
      </button>
    </div>`;
  }
}

customElements.define("inserted-answer", InsertedAnswer);
