/**
 * Have another contact go on in this one. That both are of one person is known, or the agent says that he asked. Events: `merged`,
 * `cancel-merge`.
 */

import { html, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { nameChannel } from "../../shared/data/channels";
import { writeDate } from "../../shared/data/clock";
import { Refusal } from "../../shared/data/http";
import { gettext } from "../../shared/data/text";
import { PageElement } from "../../shared/view/element";
import type { PastContact } from "../../shared/words/kept";
import type { Card } from "../../shared/words/live";
import { doors } from "../data/calls";
import { listCandidates, type Candidate } from "../data/merging";

export class MergeForm extends PageElement {
  @property({ attribute: false }) card!: Card;
  /** All in hand. */
  @property({ attribute: false }) cards: readonly Card[] = [];
  @state() private past: readonly PastContact[] | null = null;
  @state() private problem = "";
  /** Nothing says that both are of one person: the agent has to. */
  @state() private isAsked = false;
  @state() private isBusy = false;
  @query("form") private readonly form!: HTMLFormElement;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  override focus(): void {
    (this.form.querySelector<HTMLElement>("input") ?? this.form.querySelector<HTMLElement>("button"))?.focus();
  }

  protected override render(): TemplateResult {
    const candidates = listCandidates(this.card, this.cards, this.past ?? []);
    return html`
      <form class="card transfer merge" aria-labelledby="merge-title" @submit=${this.submit}>
        <h3 id="merge-title">${gettext("Join another contact to this one")}</h3>
        <p class="soft">
          ${gettext("Both are answered here, by this channel, and closed together. The older date counts. You can separate them again.")}
        </p>
        ${candidates.length === 0 ? this.drawNothing() : this.drawCandidates(candidates)}
        <div role="alert">${this.problem === "" ? nothing : html`<p class="notice bad">${this.problem}</p>`}</div>
        ${this.isAsked ? this.drawQuestion() : nothing}
        <div class="row">
          ${candidates.length === 0 ? nothing : html`<button class="primary" ?disabled=${this.isBusy}>${gettext("Join")}</button>`}
          <button type="button" @click=${() => this.dispatchEvent(new CustomEvent("cancel-merge"))}>${gettext("Cancel")}</button>
        </div>
      </form>
    `;
  }

  private drawNothing(): TemplateResult {
    return html`<p role="status">
      ${this.past === null
        ? gettext("Looking for open contacts…")
        : gettext("No other contact can join this one: only what you have in hand in writing, or what the same person wrote and still waits.")}
    </p>`;
  }

  private drawCandidates(candidates: readonly Candidate[]): TemplateResult {
    return html`<fieldset class="field plain">
      <legend>${gettext("Which contact?")}</legend>
      <div class="choices one-below-another">
        ${candidates.map(
          (each) => html`<label class="choice">
            <input type="radio" name="contact" value=${each.contact} required @change=${this.forget} />
            <span>${each.name === "" ? gettext("Citizen") : each.name}, ${each.reason}<br /><span class="soft small">
              ${nameChannel(each.channel)}, ${writeDate(each.arrivedAt)}${each.begins === "" ? nothing : html`<br /><q>${each.begins}</q>`}
            </span></span>
          </label>`,
        )}
      </div>
    </fieldset>`;
  }

  private drawQuestion(): TemplateResult {
    return html`<label class="choice"><input type="checkbox" name="checked" required /> ${gettext("I have checked: it is the same person.")}</label>`;
  }

  /** What was asked about one contact says nothing of another. */
  private readonly forget = (): void => {
    [this.problem, this.isAsked] = ["", false];
  };

  private async load(): Promise<void> {
    try {
      this.past = (await doors.getPerson(this.card.contact)).timeline.past;
    } catch (error) {
      [this.past, this.problem] = [[], error instanceof Error ? error.message : ""];
    }
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const said = new FormData(this.form);
    const contact = said.get("contact");
    if (typeof contact !== "string" || this.isBusy) return;
    [this.problem, this.isBusy] = ["", true];
    try {
      await doors.merge(this.card.contact, { contact, is_checked: said.has("checked") });
      this.dispatchEvent(new CustomEvent("merged"));
    } catch (error) {
      this.problem = error instanceof Error ? error.message : "";
      this.isAsked = error instanceof Refusal && error.code === "not-same-person";
      if (this.isAsked) await this.askWhetherChecked();
    } finally {
      this.isBusy = false;
    }
  }

  private async askWhetherChecked(): Promise<void> {
    await this.updateComplete;
    this.form.querySelector<HTMLElement>("[name=checked]")?.focus();
  }
}

customElements.define("merge-form", MergeForm);
