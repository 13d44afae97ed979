/** Several browsers hold words for the same place: all are shown, and the agent chooses. Event `kept`: it is settled. */

import { html, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { getLanguage, gettext } from "../../shared/data/text";
import { PageElement } from "../../shared/view/element";
import type { Draft, DraftKind } from "../../shared/words/kept";
import { DRAFTS_CHANGED, type DraftKeeper } from "../data/drafts";

export class DraftRivals extends PageElement {
  @property({ attribute: false }) drafts!: DraftKeeper;
  @property() contact = "";
  @property() kind: DraftKind = "message";
  private readonly draw = (): void => this.requestUpdate();

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener(DRAFTS_CHANGED, this.draw);
  }

  override disconnectedCallback(): void {
    removeEventListener(DRAFTS_CHANGED, this.draw);
    super.disconnectedCallback();
  }

  protected override render(): TemplateResult | typeof nothing {
    const rivals = this.drafts.listRivals(this.contact, this.kind);
    if (rivals.length === 0) return nothing;
    const here = this.drafts.read(this.contact, this.kind);
    return html`
      <section class="notice warn rivals" role="status" aria-labelledby="rivals-title">
        <h3 id="rivals-title">${gettext("This answer was also begun in another browser")}</h3>
        <p>${gettext("Choose which words to keep. The others are erased.")}</p>
        <ul class="rows">
          ${this.drawVersion(gettext("Here"), here, gettext("Keep the words of this browser"))}
          ${rivals.map((rival) => this.drawRival(rival))}
        </ul>
      </section>
    `;
  }

  private drawRival(rival: Draft): TemplateResult {
    const time = new Intl.DateTimeFormat(getLanguage(), { dateStyle: "short", timeStyle: "short" }).format(rival.at);
    return this.drawVersion(gettext("Elsewhere, {time}", { time }), rival.text, gettext("Keep the words from elsewhere, {time}", { time }));
  }

  private drawVersion(where: string, text: string, label: string): TemplateResult {
    const keep = (): void => {
      this.drafts.settle(this.contact, this.kind, text);
      this.dispatchEvent(new CustomEvent("kept"));
    };
    return html`<li class="row between">
      <span><strong>${where}</strong><br /><q>${text}</q></span>
      <button type="button" aria-label=${label} @click=${keep}>${gettext("Keep")}</button>
    </li>`;
  }
}

customElements.define("draft-rivals", DraftRivals);
