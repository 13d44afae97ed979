/** Pass a conversation on: to those who answer another reason, or to a colleague. Events: `transfer`, `cancel-transfer`. */

import { html, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { gettext } from "../../shared/data/text";
import { PageElement } from "../../shared/view/element";
import type { DeskSetting } from "../../shared/words/desk";
import { drawReasons } from "./reasons";
import "./reason-proposals";

export class TransferForm extends PageElement {
  @property({ attribute: false }) setting!: DeskSetting;
  @property() contact = "";
  @property({ type: Number }) filed = 0;
  @state() private to: "reason" | "agent" = "reason";
  @query("form") private readonly form!: HTMLFormElement;
  @query("select") private readonly reason!: HTMLSelectElement;

  override focus(): void {
    this.form.querySelector<HTMLElement>("input")?.focus();
  }

  protected override render(): TemplateResult {
    return html`
      <form class="card transfer" aria-labelledby="transfer-title" @submit=${this.submit}>
        <h3 id="transfer-title">${gettext("Transfer this conversation")}</h3>
        <p class="soft">${gettext("It keeps its place: the time already waited counts.")}</p>
        <fieldset class="field plain">
          <legend>${gettext("To whom?")}</legend>
          <div class="choices">
            ${this.drawChoice("reason", gettext("Whoever answers another reason"))} ${this.drawChoice("agent", gettext("A colleague"))}
          </div>
        </fieldset>
        ${this.to === "reason" ? this.drawReason() : this.drawColleague()}
        <div class="field">
          <label for="transfer-note">${gettext("Note for whoever answers (the citizen does not see it)")}</label>
          <textarea id="transfer-note" name="note" rows="2" maxlength="2000"></textarea>
        </div>
        <div class="row">
          <button class="primary">${gettext("Transfer")}</button>
          <button type="button" @click=${() => this.dispatchEvent(new CustomEvent("cancel-transfer"))}>${gettext("Cancel")}</button>
        </div>
      </form>
    `;
  }

  private drawChoice(to: "reason" | "agent", label: string): TemplateResult {
    const choose = (): void => {
      this.to = to;
    };
    return html`<label class="choice"><input type="radio" name="to" .checked=${this.to === to} @change=${choose} /> ${label}</label>`;
  }

  private drawReason(): TemplateResult {
    return html`
      <div class="field">
        <label for="transfer-reason">${gettext("Reason")}</label>
        <select id="transfer-reason" name="reason" required>
          <option value="" selected disabled>${gettext("Choose…")}</option>
          ${drawReasons(this.setting.reasons, 0)}
        </select>
        <reason-proposals .contact=${this.contact} .filed=${this.filed} @choose=${this.chose}></reason-proposals>
      </div>
    `;
  }

  private chose({ detail }: CustomEvent<number>): void {
    this.reason.value = String(detail);
    this.reason.focus();
  }

  private drawColleague(): TemplateResult {
    return html`
      <div class="field">
        <label for="transfer-agent">${gettext("Colleague")}</label>
        <select id="transfer-agent" name="agent">
          ${this.setting.colleagues.map((each) => html`<option value=${each.agent}>${each.name}</option>`)}
        </select>
      </div>
    `;
  }

  private submit(event: SubmitEvent): void {
    event.preventDefault();
    const said = new FormData(this.form);
    const note = said.get("note");
    const whom = this.to === "reason" ? { reason: Number(said.get("reason")) } : { agent: Number(said.get("agent")) };
    const detail = typeof note === "string" && note.trim() !== "" ? { ...whom, note: note.trim() } : whom;
    this.dispatchEvent(new CustomEvent("transfer", { detail }));
  }
}

customElements.define("transfer-form", TransferForm);
