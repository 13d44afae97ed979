/** Have messages that ask something else answered on their own. Events: `taken-out`, `cancel-taking`. */

import { html, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { writeDate } from "../../shared/data/clock";
import { gettext, ngettext } from "../../shared/data/text";
import { PageElement } from "../../shared/view/element";
import type { DeskSetting } from "../../shared/words/desk";
import type { Card } from "../../shared/words/live";
import { doors } from "../data/calls";
import { listReasons, listSaid, type Said } from "../data/taking";
import { drawReasons } from "./reasons";
import "./reason-proposals";

export class TakingForm extends PageElement {
  @property({ attribute: false }) setting!: DeskSetting;
  @property({ attribute: false }) card!: Card;
  @state() private problem = "";
  @state() private isBusy = false;
  @query("form") private readonly form!: HTMLFormElement;
  @query("select") private readonly reason!: HTMLSelectElement;

  override focus(): void {
    this.form.querySelector<HTMLElement>("input")?.focus();
  }

  protected override render(): TemplateResult {
    return html`
      <form class="card transfer" aria-labelledby="taking-title" @submit=${this.submit}>
        <h3 id="taking-title">${gettext("Have messages answered on their own")}</h3>
        <p class="soft">
          ${gettext("They become a contact of their own, with their own date, for whoever answers their reason. They stay readable here.")}
          ${gettext("You can put them back until somebody takes them up.")}
        </p>
        <fieldset class="field plain">
          <legend>${gettext("Which messages?")}</legend>
          <div class="choices one-below-another">${listSaid(this.card).map((said) => this.drawSaid(said))}</div>
        </fieldset>
        <div class="field">
          <label for="taking-reason">${gettext("Their reason")}</label>
          <select id="taking-reason" name="reason" required>
            <option value="" selected disabled>${gettext("Choose…")}</option>
            ${drawReasons(this.setting.reasons, 0)}
          </select>
          <reason-proposals .contact=${this.card.contact} .filed=${this.card.reason} @choose=${this.chose}></reason-proposals>
        </div>
        <div role="alert">${this.problem === "" ? nothing : html`<p class="notice bad">${this.problem}</p>`}</div>
        <div class="row">
          <button class="primary" ?disabled=${this.isBusy}>${gettext("Answer on its own")}</button>
          <button type="button" @click=${() => this.dispatchEvent(new CustomEvent("cancel-taking"))}>${gettext("Cancel")}</button>
        </div>
      </form>
    `;
  }

  private drawSaid({ number, at, begins, files }: Said): TemplateResult {
    const [reason] = listReasons(this.card, number);
    return html`<label class="choice">
      <input type="checkbox" name="number" value=${number} />
      <span><q>${begins}</q><br /><span class="soft small">
        ${writeDate(at)}${files === 0 ? nothing : html`, ${ngettext("with {count} file", "with {count} files", files)}`}
        ${reason === undefined ? nothing : html`<br />${gettext("Answered on its own: {reason}", { reason })}`}
      </span></span>
    </label>`;
  }

  private chose({ detail }: CustomEvent<number>): void {
    this.reason.value = String(detail);
    this.reason.focus();
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const said = new FormData(this.form);
    const numbers = said.getAll("number").map(Number);
    if (this.isBusy) return;
    if (numbers.length === 0) {
      this.problem = gettext("Choose at least one message.");
      this.focus();
      return;
    }
    [this.problem, this.isBusy] = ["", true];
    try {
      await doors.takeOut(this.card.contact, { numbers, reason: Number(said.get("reason")) });
      this.dispatchEvent(new CustomEvent("taken-out"));
    } catch (error) {
      this.problem = error instanceof Error ? error.message : "";
    } finally {
      this.isBusy = false;
    }
  }
}

customElements.define("taking-form", TakingForm);
