/**
 * Where a message is written. What is typed is kept in the browser until it is sent, so that neither a reload nor a crash loses it.
 * Events: `say` (the text), `typing` (at most every five seconds).
 */

import { html, type TemplateResult } from "lit";
import { property, query } from "lit/decorators.js";
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
  @query("textarea") private readonly area!: HTMLTextAreaElement;
  private toldTypingAt = 0;

  override focus(): void {
    this.area.focus();
  }

  protected override updated(changed: Map<string, unknown>): void {
    if (changed.has("draft")) this.area.value = shelf.getItem(this.place) ?? "";
  }

  protected override render(): TemplateResult {
    return html`
      <form class="composer for-${this.tone}" @submit=${this.submit}>
        <label class="label" for="text-${this.draft}">${this.label}</label>
        <textarea
          id="text-${this.draft}"
          rows="3"
          maxlength="20000"
          aria-describedby="keys-${this.draft}"
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

  private typed(): void {
    if (this.area.value === "") shelf.removeItem(this.place);
    else shelf.setItem(this.place, this.area.value);
    if (this.tone === "note" || Date.now() - this.toldTypingAt < TYPING_EVERY_MS) return;
    this.toldTypingAt = Date.now();
    this.dispatchEvent(new CustomEvent("typing"));
  }

  private pressed(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    this.submit(event);
  }

  private submit(event: Event): void {
    event.preventDefault();
    const text = this.area.value.trim();
    if (text !== "") this.dispatchEvent(new CustomEvent("say", { detail: text }));
    this.area.value = "";
    shelf.removeItem(this.place);
    this.toldTypingAt = 0;
    this.area.focus();
  }
}

customElements.define("message-composer", MessageComposer);
