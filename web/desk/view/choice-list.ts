/**
 * A list that is searched by typing, gone through with the arrows and chosen from with Enter (the combobox of the ARIA practices).
 * Events: `choose` (the entry's id) and `shut`, when it closes without a choice.
 */

import { html, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { gettext, ngettext } from "../../shared/data/text";
import { PageElement } from "../../shared/view/element";
import { isFound } from "../data/found";

export interface Entry {
  readonly id: string;
  readonly label: string;
  readonly detail?: string;
  readonly keys?: string;
}

export class ChoiceList extends PageElement {
  /** Makes the ids of this list its own. */
  @property() name = "";
  @property() label = "";
  /** Said when nothing is found. */
  @property() empty = "";
  @property({ attribute: false }) entries: readonly Entry[] = [];
  @property({ attribute: false }) foot: TemplateResult | typeof nothing = nothing;
  @state() private words = "";
  @state() private at = 0;
  @query("dialog") private readonly dialog!: HTMLDialogElement;
  @query("input") private readonly input!: HTMLInputElement;

  show(): void {
    this.words = "";
    this.input.value = "";
    this.at = 0;
    if (!this.dialog.open) this.dialog.showModal();
    this.input.focus();
  }

  protected override updated(): void {
    this.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }

  protected override render(): TemplateResult {
    const found = this.list();
    const active = found[this.at];
    return html`
      <dialog class="wide choosing" aria-labelledby="${this.name}-title" @close=${() => this.dispatchEvent(new CustomEvent("shut"))}>
        <div class="row between">
          <h2 id="${this.name}-title">${this.label}</h2>
          <form method="dialog"><button class="quiet">${gettext("Close")}</button></form>
        </div>
        <label class="label" id="${this.name}-label" for="${this.name}-words">${gettext("Search")}</label>
        <input
          id="${this.name}-words"
          role="combobox"
          aria-labelledby="${this.name}-label"
          autocomplete="off"
          spellcheck="false"
          aria-expanded=${found.length > 0 ? "true" : "false"}
          aria-controls="${this.name}-list"
          aria-activedescendant=${active === undefined ? nothing : `${this.name}-${active.id}`}
          @input=${this.typed}
          @keydown=${this.pressed}
        />
        <p class="soft small" role="status">
          ${found.length === 0 ? this.empty : ngettext("{count} found", "{count} found", found.length)}
        </p>
        <div class="found" id="${this.name}-list" role="listbox" aria-label=${this.label}>
          ${found.map((entry, index) => this.drawEntry(entry, index))}
        </div>
        ${this.foot}
      </dialog>
    `;
  }

  private list(): readonly Entry[] {
    return this.entries.filter((entry) => isFound(`${entry.label} ${entry.detail ?? ""}`, this.words.trim()));
  }

  private drawEntry(entry: Entry, index: number): TemplateResult {
    return html`
      <div
        id="${this.name}-${entry.id}"
        role="option"
        tabindex="-1"
        aria-selected=${index === this.at ? "true" : "false"}
        @click=${() => this.choose(entry)}
        @keydown=${this.pressed}
      >
        <span class="row between"><strong>${entry.label}</strong>${entry.keys ? html`<kbd>${entry.keys}</kbd>` : nothing}</span>
        ${entry.detail ? html`<span class="soft small">${entry.detail}</span>` : nothing}
      </div>
    `;
  }

  private typed(): void {
    this.words = this.input.value;
    this.at = 0;
  }

  private pressed(event: KeyboardEvent): void {
    const count = this.list().length;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && count > 0) this.at = (this.at + step + count) % count;
    else if (event.key === "Enter" && !event.isComposing) this.choose(this.list()[this.at]);
    else return;
    event.preventDefault();
  }

  private choose(entry: Entry | undefined): void {
    if (entry === undefined) return;
    this.dialog.close();
    this.dispatchEvent(new CustomEvent("choose", { detail: entry.id }));
  }
}

customElements.define("choice-list", ChoiceList);
