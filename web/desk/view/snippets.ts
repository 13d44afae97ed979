/** The models of answers for one contact, each shown with what its variables stand for. Events: `insert` (the text), `shut`. */

import { html, type TemplateResult } from "lit";
import { property, query } from "lit/decorators.js";
import { gettext } from "../../shared/data/text";
import { PageElement } from "../../shared/view/element";
import type { SnippetChoice } from "../../shared/words/desk";
import { listFitting, resolve, type Facts } from "../data/snippets";
import "./choice-list";
import type { ChoiceList } from "./choice-list";

export class SnippetList extends PageElement {
  @property({ attribute: false }) snippets: readonly SnippetChoice[] = [];
  @property({ attribute: false }) facts!: Facts;
  @property({ type: Number }) reason = 0;
  @query("choice-list") private readonly list!: ChoiceList;

  show(): void {
    this.list.show();
  }

  protected override render(): TemplateResult {
    const entries = listFitting(this.snippets, this.reason).map((each) => ({
      id: String(each.snippet),
      label: each.title,
      detail: resolve(each.text, this.facts),
    }));
    return html`
      <choice-list
        name="snippets"
        .label=${gettext("Models of answers")}
        .empty=${entries.length === 0 ? gettext("There is no model yet. Write the first one with the link below.") : gettext("No model has these words.")}
        .entries=${entries}
        .foot=${this.drawFoot()}
        @choose=${(event: CustomEvent<string>) => this.insert(event.detail)}
        @shut=${() => this.dispatchEvent(new CustomEvent("shut"))}
      ></choice-list>
    `;
  }

  private drawFoot(): TemplateResult {
    return html`<p><a href="/desk/snippets" target="_blank" rel="noopener">${gettext("Write and change models (new tab)")}</a></p>`;
  }

  private insert(id: string): void {
    const chosen = this.snippets.find((each) => String(each.snippet) === id);
    if (chosen !== undefined) this.dispatchEvent(new CustomEvent("insert", { detail: resolve(chosen.text, this.facts) }));
  }
}

customElements.define("snippet-list", SnippetList);
