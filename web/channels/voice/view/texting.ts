/** Text beside a call: how whoever calls comes in to write, by a code that is said, or by a page that is sent to his number. */

import { html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { serverNow } from "../../../shared/data/clock";
import { gettext } from "../../../shared/data/text";
import { EverySecond, PageElement } from "../../../shared/view/element";
import type { OpenedText } from "../../../shared/words/calls";
import { textDoors } from "../data/doors";

/** A call without sound. */
export function drawCallByText(): TemplateResult {
  return html`<section class="call-controls" aria-label=${gettext("Text call")}>
    <p><strong>${gettext("Text call: you see one another write, letter by letter.")}</strong></p>
    <p class="soft small">${gettext("There is no sound. Write short sentences: they are read while you write them.")}</p>
  </section>`;
}

export class CallText extends PageElement {
  @property() contact = "";
  /** Both see one another write already. */
  @property({ type: Boolean }) open = false;
  /** Whoever calls writes: he has come in. */
  @property({ type: Boolean }) written = false;
  @state() private opened: OpenedText | null = null;
  @state() private told = "";
  @state() private problem = "";
  @state() private isBusy = false;

  constructor() {
    super();
    new EverySecond(this);
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("contact")) [this.opened, this.told, this.problem] = [null, "", ""];
  }

  protected override updated(changed: Map<string, unknown>): void {
    if (!changed.has("written") || !this.written || this.opened === null) return;
    this.opened = null;
    this.querySelector("details")?.removeAttribute("open");
  }

  protected override render(): TemplateResult {
    return html`<details class="call-text">
      <summary class="button">${this.open ? gettext("Text beside the call") : gettext("Write beside the call…")}</summary>
      <div role="status">${this.opened === null ? this.drawOffer() : this.drawCode(this.opened)}</div>
      ${this.problem === "" ? nothing : html`<p class="notice bad" role="alert">${this.problem}</p>`}
    </details>`;
  }

  private drawOffer(): TemplateResult {
    return html`
      <p class="small">${gettext("For a caller who hears or speaks badly: he opens a page, and you see one another write, letter by letter, while the call goes on.")}</p>
      <button type="button" ?disabled=${this.isBusy} @click=${() => void this.begin()}>${this.open ? gettext("Make a new code") : gettext("Make a code for the caller")}</button>
    `;
  }

  private drawCode(opened: OpenedText): TemplateResult {
    if (opened.until <= serverNow()) return html`<p>${gettext("This code is too old.")}</p>${this.drawOffer()}`;
    return html`
      <p>${gettext("Tell the caller to open this page and to type this code. It serves once, for a quarter of an hour.")}</p>
      <p><strong>${opened.address.replace(/^https?:\/\//, "")}</strong><br /><strong class="number call-code">${opened.code.slice(0, 4)} ${opened.code.slice(4)}</strong></p>
      ${opened.number === "" ? nothing : html`<p class="row"><button type="button" ?disabled=${this.isBusy} @click=${() => void this.invite(opened.number)}>${gettext("Send the page by SMS to {number}", { number: opened.number })}</button></p>`}
      ${this.told === "" ? nothing : html`<p class="state good">${this.told}</p>`}
    `;
  }

  private begin(): Promise<void> {
    return this.attempt(async () => {
      this.opened = await textDoors.open(this.contact);
    });
  }

  private invite(number: string): Promise<void> {
    return this.attempt(async () => {
      await textDoors.invite(this.contact);
      this.told = gettext("The page leaves by SMS to {number}.", { number });
    });
  }

  private async attempt(ask: () => Promise<void>): Promise<void> {
    [this.isBusy, this.problem, this.told] = [true, "", ""];
    try {
      await ask();
    } catch (error) {
      this.problem = error instanceof Error ? error.message : "";
    }
    this.isBusy = false;
  }
}

customElements.define("call-text", CallText);
