/** Let a contact rest until its citizen answers what he was asked for. Events: `rest` (a key), `cancel-rest`. And what says that it does. */

import { html, nothing, type TemplateResult } from "lit";
import { property, query } from "lit/decorators.js";
import { writeDate, writeDay } from "../../shared/data/clock";
import { gettext, ngettext } from "../../shared/data/text";
import { PageElement } from "../../shared/view/element";
import type { AskingChoice } from "../../shared/words/desk";
import type { AskingFacts } from "../../shared/words/live";

export class RestForm extends PageElement {
  @property({ attribute: false }) askings: readonly AskingChoice[] = [];
  /** Whether the citizen was written to: otherwise nobody knows that he is waited for. */
  @property({ type: Boolean }) told = false;
  @query("form") private readonly form!: HTMLFormElement;

  override focus(): void {
    this.form.querySelector<HTMLElement>("input")?.focus();
  }

  protected override render(): TemplateResult {
    return html`
      <form class="card transfer" aria-labelledby="rest-title" @submit=${this.submit}>
        <h3 id="rest-title">${gettext("Wait for the person’s answer")}</h3>
        <p class="soft">
          ${gettext("This contact stays yours and takes no place meanwhile. It comes back when the person writes, or when the time is up.")}
        </p>
        ${this.told
          ? nothing
          : html`<p class="notice">${gettext("You have not written to this person yet. First say what you need, or nobody will answer.")}</p>`}
        <fieldset class="field plain">
          <legend>${gettext("What do you wait for?")}</legend>
          <div class="choices one-below-another">${this.askings.map((each) => this.drawChoice(each))}</div>
        </fieldset>
        <div class="row">
          <button class="primary">${gettext("Wait")}</button>
          <button type="button" @click=${() => this.dispatchEvent(new CustomEvent("cancel-rest"))}>${gettext("Cancel")}</button>
        </div>
      </form>
    `;
  }

  private drawChoice({ value, label, days }: AskingChoice): TemplateResult {
    return html`<label class="choice">
      <input type="radio" name="reason" value=${value} required />
      <span>${label}<br /><span class="soft small">${ngettext("{count} day at most", "{count} days at most", days)}</span></span>
    </label>`;
  }

  private submit(event: SubmitEvent): void {
    event.preventDefault();
    const reason = new FormData(this.form).get("reason");
    if (typeof reason === "string") this.dispatchEvent(new CustomEvent("rest", { detail: reason }));
  }
}

customElements.define("rest-form", RestForm);

/** Above a conversation that rests: since when, for what, until when; and the way back. */
export function drawAsking(asking: AskingFacts, takeUp: () => void): TemplateResult {
  return html`<div class="notice row" role="status">
    <p>
      <strong>${gettext("Waiting for the person since {date}: {reason}", { date: writeDate(asking.since), reason: asking.reason_name })}</strong><br />
      ${gettext("It comes back by itself on {day}, if nobody has written before.", { day: writeDay(asking.until) })}
      ${asking.is_put_off ? gettext("The promised day moves by as much working time.") : gettext("The promised day does not move: this promise has no pause.")}
    </p>
    <button type="button" @click=${takeUp}>${gettext("Take it up again")}</button>
  </div>`;
}
