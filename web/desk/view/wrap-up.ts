/**
 * The end of a contact: the reason as it proved to be, the outcome and a note, within a time limit that can be extended.
 * What was typed is kept in the browser, and saved by itself when the time is nearly up (R13). Events: `wrap-up`, `extend`, `keep-note`.
 */

import { html, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { serverNow, writeLength } from "../../shared/data/clock";
import { gettext } from "../../shared/data/text";
import { EverySecond, PageElement } from "../../shared/view/element";
import type { DeskSetting } from "../../shared/words/desk";
import type { Card } from "../../shared/words/live";
import { drawReasons } from "./reasons";

const SAVE_BEFORE_MS = 4_000;

export class WrapUpForm extends PageElement {
  @property({ attribute: false }) setting!: DeskSetting;
  @property({ attribute: false }) card!: Card;
  @state() private wrong = false;
  @query("form") private readonly form!: HTMLFormElement;
  private savedItself = false;

  constructor() {
    super();
    new EverySecond(this);
  }

  override focus(): void {
    this.form.querySelector<HTMLElement>("input[type=radio]")?.focus();
  }

  protected override firstUpdated(): void {
    const note = this.form.elements.namedItem("note") as HTMLTextAreaElement;
    note.value = localStorage.getItem(this.shelf) ?? "";
  }

  protected override updated(): void {
    const left = (this.card.wrap_up_until ?? 0) - serverNow();
    if (left > SAVE_BEFORE_MS || this.savedItself) {
      this.savedItself &&= left <= SAVE_BEFORE_MS;
      return;
    }
    this.savedItself = true;
    if (this.read().outcome !== "") this.save();
    else if (this.read().note !== "") this.dispatchEvent(new CustomEvent("keep-note", { detail: this.read().note }));
  }

  protected override render(): TemplateResult {
    return html`
      <form class="card wrap-up" aria-labelledby="wrap-up-title" novalidate @submit=${this.submit}>
        <div class="row between">
          <h3 id="wrap-up-title">${gettext("How did it end?")}</h3>
          ${this.drawTimer()}
        </div>
        <div class="field">
          <label for="wrap-up-reason">${gettext("Reason, as it proved to be")}</label>
          <select id="wrap-up-reason" name="reason">
            ${drawReasons(this.setting.reasons, this.card.reason)}
          </select>
        </div>
        <fieldset class="field plain" ?data-wrong=${this.wrong} aria-describedby=${this.wrong ? "outcome-error" : nothing}>
          <legend>${gettext("Outcome")}</legend>
          ${this.wrong ? html`<span class="error" id="outcome-error" role="alert">${gettext("Choose how it ended.")}</span>` : nothing}
          <div class="choices">
            ${this.setting.outcomes.map(
              (each) => html`<label class="choice"><input type="radio" name="outcome" value=${each.value} /> ${each.label}</label>`,
            )}
          </div>
        </fieldset>
        <div class="field">
          <label for="wrap-up-note">${gettext("Note")}</label>
          <textarea id="wrap-up-note" name="note" rows="2" maxlength="5000" @input=${this.typed}></textarea>
        </div>
        <button class="primary">${gettext("Save and close")}</button>
      </form>
    `;
  }

  private get shelf(): string {
    return `guichet:draft:${this.card.contact}:wrap-up`;
  }

  private drawTimer(): TemplateResult {
    const left = writeLength((this.card.wrap_up_until ?? 0) - serverNow());
    return html`
      <span class="row">
        <span class="number soft" role="timer">${gettext("{time} left", { time: left })}</span>
        <button type="button" class="quiet" @click=${() => this.dispatchEvent(new CustomEvent("extend"))}>${gettext("30 s more")}</button>
      </span>
    `;
  }

  private typed(event: Event): void {
    localStorage.setItem(this.shelf, (event.target as HTMLTextAreaElement).value);
  }

  private read(): { reason: number; outcome: string; note: string } {
    const said = new FormData(this.form);
    const text = (name: string): string => {
      const value = said.get(name);
      return typeof value === "string" ? value.trim() : "";
    };
    return { reason: Number(text("reason")), outcome: text("outcome"), note: text("note") };
  }

  private submit(event: SubmitEvent): void {
    event.preventDefault();
    this.wrong = this.read().outcome === "";
    if (!this.wrong) this.save();
  }

  private save(): void {
    localStorage.removeItem(this.shelf);
    this.dispatchEvent(new CustomEvent("wrap-up", { detail: this.read() }));
  }
}

customElements.define("wrap-up-form", WrapUpForm);
