/**
 * The end of a contact: the reason as it proved to be, the outcome and a note, within a time limit that can be extended. The note is kept
 * as drafts are, and saved by itself when the time is nearly up (R13). Events: `wrap-up`, `extend`, `keep-note`.
 */

import { html, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { serverNow, writeLength } from "../../shared/data/clock";
import { gettext, ngettext } from "../../shared/data/text";
import { EverySecond, PageElement } from "../../shared/view/element";
import type { Choice, DeskSetting } from "../../shared/words/desk";
import type { Card } from "../../shared/words/live";
import { DRAFTS_CHANGED, type DraftKeeper } from "../data/drafts";
import { isFound } from "../data/found";
import { drawReasons } from "./reasons";
import "./reason-proposals";
import "./rivals";

const SAVE_BEFORE_MS = 4_000;
/** So many are seen at a glance; of more the agent searches. */
const AT_A_GLANCE = 5;

export class WrapUpForm extends PageElement {
  @property({ attribute: false }) setting!: DeskSetting;
  @property({ attribute: false }) card!: Card;
  @property({ attribute: false }) drafts!: DraftKeeper;
  @state() private wrong = false;
  @state() private words = "";
  @state() private outcome = "";
  @query("form") private readonly form!: HTMLFormElement;
  @query("select") private readonly reason!: HTMLSelectElement;
  @query("textarea") private readonly note!: HTMLTextAreaElement;
  private savedItself = false;
  private readonly draw = (): void => this.requestUpdate();

  constructor() {
    super();
    new EverySecond(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener(DRAFTS_CHANGED, this.draw);
  }

  override disconnectedCallback(): void {
    removeEventListener(DRAFTS_CHANGED, this.draw);
    super.disconnectedCallback();
  }

  /** The reason stands as it was filed: how it ended is what is asked first. */
  override focus(): void {
    this.form.querySelector<HTMLElement>("input")?.focus();
  }

  protected override updated(): void {
    const kept = this.drafts.read(this.card.contact, "wrap-up");
    if (this.note.value !== kept) this.note.value = kept;
    this.saveInTime((this.card.wrap_up_until ?? 0) - serverNow());
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
          <reason-proposals .contact=${this.card.contact} .filed=${this.card.reason} @choose=${this.chose}></reason-proposals>
        </div>
        ${this.drawOutcomes()}
        <draft-rivals .drafts=${this.drafts} .contact=${this.card.contact} .kind=${"wrap-up"} @kept=${() => this.note.focus()}></draft-rivals>
        <div class="field">
          <label for="wrap-up-note">${gettext("Note")}</label>
          <textarea id="wrap-up-note" name="note" rows="2" maxlength="5000" @input=${this.typed}></textarea>
        </div>
        <p class="way-out"><button class="primary">${gettext("Save and close")}</button></p>
      </form>
    `;
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

  private drawOutcomes(): TemplateResult {
    return html`
      <fieldset class="field plain" ?data-wrong=${this.wrong} aria-describedby=${this.wrong ? "outcome-error" : nothing}>
        <legend>${gettext("Outcome")}</legend>
        ${this.wrong ? html`<span class="error" id="outcome-error" role="alert">${gettext("Choose how it ended.")}</span>` : nothing}
        ${this.setting.outcomes.length > AT_A_GLANCE ? this.drawFilter() : nothing}
        <div class="choices">${this.listFound().map((each) => this.drawOutcome(each))}</div>
      </fieldset>
    `;
  }

  private drawFilter(): TemplateResult {
    const found = this.setting.outcomes.filter((each) => isFound(each.label, this.words.trim())).length;
    return html`
      <label class="label small" for="outcome-words">${gettext("Search an outcome")}</label>
      <input
        id="outcome-words"
        type="search"
        autocomplete="off"
        .value=${this.words}
        @input=${this.filter}
        @keydown=${this.pressed}
      />
      <span class="soft small" role="status">
        ${this.words.trim() === "" ? nothing : found === 0 ? gettext("No outcome has these words.") : ngettext("{count} found", "{count} found", found)}
      </span>
    `;
  }

  private drawOutcome({ value, label }: Choice): TemplateResult {
    const choose = (): void => {
      this.outcome = value;
    };
    return html`<label class="choice">
      <input type="radio" name="outcome" value=${value} .checked=${this.outcome === value} @change=${choose} /> ${label}
    </label>`;
  }

  /** The one chosen stays in sight whatever is searched. */
  private listFound(): readonly Choice[] {
    return this.setting.outcomes.filter((each) => each.value === this.outcome || isFound(each.label, this.words.trim()));
  }

  private filter(event: Event): void {
    this.words = (event.target as HTMLInputElement).value;
  }

  /** Enter takes the first one found; the down arrow goes to the choices. */
  private pressed(event: KeyboardEvent): void {
    if (event.isComposing || !["Enter", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    const [first] = this.setting.outcomes.filter((each) => isFound(each.label, this.words.trim()));
    if (event.key === "Enter" && this.words.trim() !== "" && first !== undefined) this.outcome = first.value;
    this.form.querySelector<HTMLElement>(`input[value="${CSS.escape(this.outcome)}"], input[type=radio]`)?.focus();
  }

  private chose({ detail }: CustomEvent<number>): void {
    this.reason.value = String(detail);
    this.reason.focus();
  }

  private typed(): void {
    this.drafts.write(this.card.contact, "wrap-up", this.note.value);
  }

  private saveInTime(left: number): void {
    if (left > SAVE_BEFORE_MS || this.savedItself) {
      this.savedItself &&= left <= SAVE_BEFORE_MS;
      return;
    }
    this.savedItself = true;
    if (this.read().outcome !== "") this.save();
    else if (this.read().note !== "") this.dispatchEvent(new CustomEvent("keep-note", { detail: this.read().note }));
  }

  private read(): { reason: number; outcome: string; note: string } {
    const reason = Number(new FormData(this.form).get("reason"));
    return { reason, outcome: this.outcome, note: this.note.value.trim() };
  }

  private submit(event: SubmitEvent): void {
    event.preventDefault();
    this.wrong = this.outcome === "";
    if (!this.wrong) this.save();
  }

  private save(): void {
    this.dispatchEvent(new CustomEvent("wrap-up", { detail: this.read() }));
  }
}

customElements.define("wrap-up-form", WrapUpForm);
