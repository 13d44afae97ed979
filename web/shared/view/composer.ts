/**
 * Where a message is written. What is typed is kept in the browser until it is sent, so that neither a reload nor a crash loses it; a page
 * that keeps drafts itself gives them (`kept`) and is told of every letter.
 * Events: `say` (the text), `written` (the text so far), `typing` (at most every five seconds), `ask-model` ("/" on an empty line; somebody
 * who answers it prevents the letter).
 */

import { html, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { shelf } from "../data/shelf";
import { gettext } from "../data/text";
import { PageElement } from "./element";

const TYPING_EVERY_MS = 5_000;

export class MessageComposer extends PageElement {
  /** Names the draft; another draft is shown when it changes. */
  @property() draft = "";
  @property() label = gettext("Your message");
  @property() action = gettext("Send");
  @property() tone: "message" | "note" = "message";
  /** The draft as the page keeps it; null: it is kept here. */
  @property({ attribute: false }) kept: string | null = null;
  /** Why a text cannot be sent yet; "" when it can. */
  @property({ attribute: false }) check: (text: string) => string = () => "";
  @state() protected refusal = "";
  @query("textarea") protected readonly area!: HTMLTextAreaElement;
  private toldTypingAt = 0;

  /** Before it is drawn there is nothing to go to. */
  override focus(): void {
    this.querySelector("textarea")?.focus();
  }

  /** Put a text where the cursor is, and go to the first blank in it. */
  insert(text: string): void {
    const start = this.area.selectionStart;
    this.area.setRangeText(text, start, this.area.selectionEnd, "end");
    const blank = /\{[^{}\n]+\}/.exec(text);
    this.area.focus();
    if (blank !== null) this.area.setSelectionRange(start + blank.index, start + blank.index + blank[0].length);
    this.typed();
  }

  /** Put other words in the place of these; false: they do not stand there. */
  replace(text: string, by: string): boolean {
    const start = this.area.value.indexOf(text);
    if (text === "" || start < 0) return false;
    this.area.setRangeText(by, start, start + text.length, "end");
    this.area.focus();
    this.typed();
    return true;
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("draft")) this.refusal = "";
  }

  protected override updated(changed: Map<string, unknown>): void {
    const text = this.kept ?? (changed.has("draft") ? (shelf.getItem(this.place) ?? "") : this.area.value);
    if (this.area.value !== text) this.area.value = text;
  }

  protected override render(): TemplateResult {
    const wrong = this.refusal !== "";
    return html`
      <form class="composer for-${this.tone}" @submit=${this.submit}>
        <label class="label" for="text-${this.draft}">${this.label}</label>
        ${wrong ? html`<span class="error" id="wrong-${this.draft}" role="alert">${this.refusal}</span>` : nothing}
        <textarea
          id="text-${this.draft}"
          rows="3"
          maxlength="20000"
          aria-describedby="${wrong ? `wrong-${this.draft} ` : ""}keys-${this.draft}"
          aria-invalid=${wrong ? "true" : nothing}
          @input=${this.typed}
          @keydown=${this.pressed}
        ></textarea>
        <div class="send">
          <span class="soft small" id="keys-${this.draft}">${gettext("Enter sends. Shift + Enter starts a new line.")}</span>
          <span class="row">
            <button class="primary">${this.action}</button>
          </span>
        </div>
      </form>
    `;
  }

  private get place(): string {
    return `guichet:draft:${this.draft}`;
  }

  private keep(): void {
    if (this.kept !== null) {
      this.kept = this.area.value;
      this.dispatchEvent(new CustomEvent("written", { detail: this.area.value }));
    } else if (this.area.value === "") shelf.removeItem(this.place);
    else shelf.setItem(this.place, this.area.value);
  }

  private typed(): void {
    this.keep();
    if (this.refusal !== "") this.refusal = this.check(this.area.value);
    if (this.tone === "note" || Date.now() - this.toldTypingAt < TYPING_EVERY_MS) return;
    this.toldTypingAt = Date.now();
    this.dispatchEvent(new CustomEvent("typing"));
  }

  private pressed(event: KeyboardEvent): void {
    if (event.key === "/" && this.isOnEmptyLine()) {
      if (!this.dispatchEvent(new CustomEvent("ask-model", { cancelable: true }))) event.preventDefault();
    }
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    this.submit(event);
  }

  private isOnEmptyLine(): boolean {
    const { value, selectionStart, selectionEnd } = this.area;
    return /(^|\n)$/.test(value.slice(0, selectionStart)) && /^(\n|$)/.test(value.slice(selectionEnd));
  }

  private submit(event: Event): void {
    event.preventDefault();
    const text = this.area.value.trim();
    this.refusal = this.check(text);
    this.area.focus();
    if (this.refusal === "") this.say(text);
  }

  protected say(text: string): void {
    if (text !== "") this.dispatchEvent(new CustomEvent("say", { detail: text }));
    this.area.value = "";
    this.keep();
    this.toldTypingAt = 0;
  }
}

customElements.define("message-composer", MessageComposer);
