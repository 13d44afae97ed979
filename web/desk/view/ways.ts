/**
 * Answering on another channel than the one a contact came by: which way what is said now leaves, and a form to choose another.
 * Events: `ways` (what stands, whenever it was looked at), `chosen-way`, `cancel-ways`.
 */

import { html, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { nameChannel } from "../../shared/data/channels";
import { gettext } from "../../shared/data/text";
import { PageElement } from "../../shared/view/element";
import type { Channel, KnownAddress, Ways } from "../../shared/words/ways";
import { doors } from "../data/calls";

/** Says it while it is another way than the contact's own; the notes in the conversation say where it began. */
export class AnswerWay extends PageElement {
  @property() contact = "";
  /** How much was noted: choices made in another tab show there. */
  @property({ type: Number }) notes = 0;
  @property({ attribute: false }) ways: Ways | null = null;
  @state() private problem = "";

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("contact")) this.problem = "";
    if (changed.has("contact") || changed.has("notes")) void this.look();
  }

  private async look(): Promise<void> {
    const { contact } = this;
    const ways = await doors.getWays(contact).catch(() => null);
    if (ways !== null && contact === this.contact) this.tell(ways);
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.ways === null || this.ways.current === this.ways.own) return nothing;
    const { current, own } = this.ways;
    return html`<div class="call-controls" role="status">
      <p class="row between">
        <strong>${gettext("Your answers leave by another channel: {channel}.", { channel: nameChannel(current) })}</strong>
        <button type="button" class="quiet" @click=${() => void this.goBack(own)}>
          ${gettext("Answer as it came ({channel})", { channel: nameChannel(own) })}
        </button>
      </p>
      <div role="alert">${this.problem === "" ? nothing : html`<p class="danger">${this.problem}</p>`}</div>
    </div>`;
  }

  private async goBack(own: Channel): Promise<void> {
    this.problem = "";
    try {
      this.tell(await doors.chooseWay(this.contact, { channel: own }));
    } catch (error) {
      this.problem = error instanceof Error ? error.message : "";
    }
  }

  private tell(ways: Ways): void {
    this.dispatchEvent(new CustomEvent<Ways>("ways", { detail: ways }));
  }
}

export class WaysForm extends PageElement {
  @property() contact = "";
  @property({ attribute: false }) ways: Ways | null = null;
  @state() private chosen: Channel | "" = "";
  @state() private problem = "";
  @state() private isBusy = false;
  @query("form") private readonly form!: HTMLFormElement;

  override focus(): void {
    this.form.querySelector<HTMLElement>("input:not([disabled]), button")?.focus();
  }

  protected override render(): TemplateResult {
    return html`
      <form class="card transfer" aria-labelledby="ways-title" @submit=${this.submit}>
        <h3 id="ways-title">${gettext("Answer on another channel")}</h3>
        <p class="soft">
          ${gettext("It stays the same contact: what was said before does not leave again, and what the person answers comes back here.")}
        </p>
        ${this.ways === null ? html`<p role="status">${gettext("One moment…")}</p>` : this.drawWays(this.ways)}
        <div role="alert">${this.problem === "" ? nothing : html`<p class="notice bad">${this.problem}</p>`}</div>
        <div class="row">
          <button class="primary" ?disabled=${this.isBusy || this.chosen === ""}>${gettext("Answer this way")}</button>
          <button type="button" @click=${() => this.dispatchEvent(new CustomEvent("cancel-ways"))}>${gettext("Cancel")}</button>
        </div>
      </form>
    `;
  }

  private drawWays({ own, current, mail, sms }: Ways): TemplateResult {
    return html`<fieldset class="field plain">
        <legend>${gettext("By which channel?")}</legend>
        <div class="choices one-below-another">
          ${current === own ? nothing : this.drawChoice(own, "")}
          ${own === "email" ? nothing : this.drawChoice("email", mail === null ? gettext("No mailbox is set up: an administrator can do it.") : "")}
          ${own === "sms" ? nothing : this.drawChoice("sms", sms === null ? gettext("No SMS can be sent for this contact.") : "")}
        </div>
      </fieldset>
      ${this.chosen === own ? nothing : this.chosen === "email" ? this.drawAddress("email", mail ?? []) : this.chosen === "sms" ? this.drawAddress("tel", sms ?? []) : nothing}`;
  }

  private drawChoice(channel: Channel, hindrance: string): TemplateResult {
    return html`<label class="choice">
      <input
        type="radio"
        name="channel"
        value=${channel}
        required
        ?disabled=${hindrance !== ""}
        .checked=${this.chosen === channel}
        @change=${() => (this.chosen = channel)}
      />
      <span>${nameChannel(channel)}${hindrance === "" ? nothing : html`<br /><span class="soft small">${hindrance}</span>`}</span>
    </label>`;
  }

  private drawAddress(kind: "email" | "tel", known: readonly KnownAddress[]): TemplateResult {
    const [first] = known;
    return html`<div class="field">
      <label for="ways-address">${kind === "email" ? gettext("E-mail address") : gettext("Mobile number")}</label>
      <p class="hint" id="ways-hint">
        ${first?.is_verified === true
          ? gettext("This person has proved that it is theirs.")
          : gettext("Nothing proves that it is theirs: write nothing personal before you are sure.")}
      </p>
      <input
        id="ways-address"
        name="address"
        type=${kind}
        required
        maxlength="254"
        autocomplete="off"
        aria-describedby="ways-hint"
        .value=${first?.shown ?? ""}
        list="ways-known"
      />
      <datalist id="ways-known">${known.map(({ shown }) => html`<option value=${shown}></option>`)}</datalist>
    </div>`;
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.isBusy || this.chosen === "") return;
    const address = new FormData(this.form).get("address");
    [this.problem, this.isBusy] = ["", true];
    try {
      const ways = await doors.chooseWay(this.contact, { channel: this.chosen, address: typeof address === "string" ? address : "" });
      this.dispatchEvent(new CustomEvent<Ways>("ways", { detail: ways }));
      this.dispatchEvent(new CustomEvent("chosen-way"));
    } catch (error) {
      this.problem = error instanceof Error ? error.message : "";
    } finally {
      this.isBusy = false;
    }
  }
}

customElements.define("answer-way", AnswerWay);
customElements.define("ways-form", WaysForm);
