/** What a contact seems to be about, each reason a button that chooses it; nothing where it seems to be what it is filed under. Event: `choose`. */

import { html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { gettext } from "../../shared/data/text";
import { PageElement } from "../../shared/view/element";
import type { ReasonProposal } from "../../shared/words/answers";
import { doors } from "../data/calls";

export class ReasonProposals extends PageElement {
  @property() contact = "";
  @property({ type: Number }) filed = 0;
  @state() private found: readonly ReasonProposal[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    void this.look();
  }

  /** Without an answer the agent chooses as he always did. */
  private async look(): Promise<void> {
    const { contact } = this;
    const found = await doors.listReasons(contact).catch(() => []);
    if (contact === this.contact) this.found = found;
  }

  protected override render(): TemplateResult | typeof nothing {
    const [first] = this.found;
    if (first === undefined || first.reason === this.filed) return nothing;
    return html`
      <div class="row" role="group" aria-labelledby="proposals-${this.contact}">
        <span class="soft small" id="proposals-${this.contact}">${gettext("It rather seems to be:")}</span>
        ${this.found.filter((each) => each.reason !== this.filed).map((each) => this.drawProposal(each))}
      </div>
    `;
  }

  private drawProposal({ reason, label, certainty }: ReasonProposal): TemplateResult {
    const choose = (): void => {
      this.dispatchEvent(new CustomEvent("choose", { detail: reason }));
    };
    return html`<button type="button" class="quiet" @click=${choose}>${label} <span class="soft number">${Math.round(100 * certainty)} %</span></button>`;
  }
}

customElements.define("reason-proposals", ReasonProposals);
