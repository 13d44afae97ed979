/**
 * Search over contacts by what was said, in the server's French: accents and endings do not matter. Typing asks, the down arrow goes into
 * what was found, Enter opens. Event `open`: the contact.
 */

import { html, nothing, type TemplateResult } from "lit";
import { property, query } from "lit/decorators.js";
import { nameChannel } from "../../shared/data/channels";
import { writeDate } from "../../shared/data/clock";
import { gettext, ngettext } from "../../shared/data/text";
import { PageElement } from "../../shared/view/element";
import type { Found, SearchAnswer } from "../../shared/words/kept";
import { doors } from "../data/calls";
import { Finding } from "../data/finding";

export class ContactSearch extends PageElement {
  /** All contacts of the organisation are searched, not only those in which this agent took part. */
  @property({ type: Boolean }) all = false;
  @query("dialog") private readonly dialog!: HTMLDialogElement;
  @query("input") private readonly input!: HTMLInputElement;
  private readonly finding = new Finding(doors.search, () => this.requestUpdate());

  show(): void {
    if (!this.dialog.open) this.dialog.showModal();
    this.input.focus();
    this.input.select();
  }

  close(): void {
    this.dialog.close();
  }

  protected override render(): TemplateResult {
    return html`
      <dialog class="wide searching" aria-labelledby="search-title">
        <div class="row between">
          <h2 id="search-title">${gettext("Search contacts")}</h2>
          <form method="dialog"><button class="quiet">${gettext("Close")}</button></form>
        </div>
        <form role="search" @submit=${this.submit}>
          <label class="label" for="search-words">${gettext("Words that were said, or a name")}</label>
          <span class="hint small" id="search-hint">${this.writeHint()}</span>
          <input
            id="search-words"
            type="search"
            autocomplete="off"
            maxlength="200"
            aria-describedby="search-hint"
            @input=${() => void this.finding.type(this.input.value)}
            @keydown=${this.pressed}
          />
        </form>
        <p class="soft small" role="status">${this.writeState()}</p>
        ${this.drawProblem()} ${this.drawFound(this.finding.answer)}
      </dialog>
    `;
  }

  private writeHint(): string {
    if (this.all) return gettext("All contacts are searched. What was just said is found after a minute.");
    return gettext("Contacts in which you took part are searched. What was just said is found after a minute.");
  }

  private writeState(): string {
    const { answer, isLooking } = this.finding;
    if (isLooking) return gettext("Looking…");
    if (answer === null) return "";
    if (answer.found.length === 0) return gettext("No contact has these words. Try fewer words, or others.");
    if (!answer.is_everything) return ngettext("The best one is shown. Add a word to find fewer.", "The best {count} are shown. Add a word to find fewer.", answer.found.length);
    return ngettext("{count} contact found", "{count} contacts found", answer.found.length);
  }

  private drawProblem(): TemplateResult | typeof nothing {
    if (this.finding.problem === "") return nothing;
    return html`<div class="notice bad" role="alert">
      <p>${this.finding.problem}</p>
      <button type="button" @click=${() => void this.finding.look()}>${gettext("Try again")}</button>
    </div>`;
  }

  private drawFound(answer: SearchAnswer | null): TemplateResult | typeof nothing {
    if (answer === null || answer.found.length === 0) return nothing;
    return html`<ul class="past results" aria-label=${gettext("Contacts found")}>
      ${answer.found.map((each) => html`<li>${this.drawContact(each)}</li>`)}
    </ul>`;
  }

  private drawContact(each: Found): TemplateResult {
    const open = (): boolean => this.dispatchEvent(new CustomEvent("open", { detail: each.contact }));
    const parts = [each.citizen_name, nameChannel(each.channel), writeDate(each.arrived_at), each.agent_name, each.closed_at === null ? gettext("Still open") : ""];
    return html`<button type="button" class="tab" @click=${open} @keydown=${this.pressed}>
      <span class="tab-name">${each.reason_name}</span>
      <span class="soft small">${parts.filter((part) => part !== "").join(", ")}</span>
      <span class="passage">${each.excerpt.map(({ text, is_hit }) => (is_hit ? html`<mark>${text}</mark>` : text))}</span>
    </button>`;
  }

  private submit(event: SubmitEvent): void {
    event.preventDefault();
    void this.finding.look();
  }

  /** The arrows go from the words through what was found, and back. */
  private pressed(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    const stops = [this.input, ...this.querySelectorAll<HTMLElement>(".results button")];
    const next = stops[stops.indexOf(document.activeElement as HTMLElement) + step];
    event.preventDefault();
    next?.focus();
  }
}

customElements.define("contact-search", ContactSearch);
