/** Asking somebody into a call: whom, then what becomes of the three. */

import { html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { gettext } from "../../../shared/data/text";
import { PageElement } from "../../../shared/view/element";
import type { Colleague, CompanyNow, RelayChoice } from "../../../shared/words/desk";
import type { LegCard } from "../../../shared/words/live";
import { partColleagues } from "../data/colleagues";
import { callDoors, companyDoors, type Whom, type Wish } from "../data/doors";
import { findCompany, type Company } from "../data/party";

const NO_MIXER = "no-mixer";

export class CallConsult extends PageElement {
  @property({ attribute: false }) leg!: LegCard;
  @property({ attribute: false }) colleagues: readonly Colleague[] = [];
  @property({ attribute: false }) relays: readonly RelayChoice[] = [];
  @state() private problem = "";
  @state() private isOpen = false;
  /** Who can be asked, as of when it was opened; undefined: it is being looked up; null: nobody could tell. */
  @state() private now: CompanyNow | null | undefined;

  /** The fields reach below the fold: what is wrong is brought into sight. */
  protected override updated(changed: Map<string, unknown>): void {
    if (changed.has("problem")) this.querySelector(".problem")?.scrollIntoView({ block: "nearest" });
  }

  protected override render(): TemplateResult {
    const company = findCompany(this.leg);
    const isAsking = company.kind === "alone";
    return html`${isAsking ? this.drawAsking() : this.drawCompany(company)} ${isAsking && this.isOpen ? nothing : this.drawProblem()}`;
  }

  private drawProblem(): TemplateResult | typeof nothing {
    return this.problem === "" ? nothing : html`<p class="notice bad problem" role="alert">${this.problem}</p>`;
  }

  private drawAsking(): TemplateResult {
    const note = (event: Event): void => {
      this.isOpen = (event.target as HTMLDetailsElement).open;
      if (this.isOpen) void this.look();
    };
    return html`<details class="consult" ?open=${this.isOpen} @toggle=${note}>
      <summary class="button">${gettext("Consult a colleague")}</summary>
      <p class="soft small">${gettext("The caller hears music meanwhile. You then put both in touch, speak all three, or take the call back.")}</p>
      ${this.drawProblem()} ${this.colleagues.length === 0 || this.now === undefined ? nothing : this.drawColleagues()} ${this.relays.length === 0 ? nothing : this.drawRelays()}
      ${this.drawNumber()}
    </details>`;
  }

  /** Looked up each time it is opened, and not while somebody chooses: the list would move under his hand. */
  private async look(): Promise<void> {
    this.now = undefined;
    this.now = await companyDoors.see().catch(() => null);
  }

  private drawColleagues(): TemplateResult {
    const { free, away } = partColleagues(this.colleagues, this.now?.free ?? null);
    return html`<form class="row" @submit=${this.askColleague}>
      <label for="consult-colleague">${gettext("Colleague")}</label>
      <select id="consult-colleague" name="colleague">
        ${free.map(drawColleague)} ${away.length === 0 ? nothing : html`<optgroup label=${gettext("Away or in a call")}>${away.map(drawColleague)}</optgroup>`}
      </select>
      <button>${gettext("Call this colleague")}</button> ${drawAtOnce()}
    </form>`;
  }

  private drawRelays(): TemplateResult {
    return html`<div class="row relays" role="group" aria-labelledby="consult-relays">
      <span id="consult-relays">${gettext("Relay service for deaf and hard-of-hearing people")}</span>
      ${this.relays.map(
        ({ relay, name }) => html`<button type="button" @click=${() => this.ask({ relay, at_once: false })}>${gettext("Call {name}", { name })}</button>`,
      )}
    </div>`;
  }

  private drawNumber(): TemplateResult {
    const helps = this.now?.calls_for_help ?? false;
    return html`<form class="row" @submit=${this.askNumber}>
      <label for="consult-number">${helps ? gettext("Outside number (interpreter, expert, emergency…)") : gettext("Outside number (interpreter, expert…)")}</label>
      <input id="consult-number" name="number" type="tel" inputmode="tel" autocomplete="off" maxlength="40" required />
      <button>${gettext("Call this number")}</button> ${drawAtOnce()}
    </form>`;
  }

  private drawCompany(company: Exclude<Company, { kind: "alone" }>): TemplateResult {
    const { kind, guest } = company;
    return html`
      <p role="status">${sayCompany(kind, guest.name)} ${kind === "consulting" && !this.leg.mixes ? drawNoMixer() : nothing}</p>
      <div class="row">
        ${kind === "asking" ? nothing : html`<button type="button" class="primary" @click=${() => this.wish("hand-over")}>${gettext("Put both in touch")}</button>`}
        ${kind === "consulting" ? this.drawConference() : nothing}
        <button type="button" @click=${() => this.wish("take-back")}>
          ${kind === "together" ? gettext("Go on without {name}", { name: guest.name }) : gettext("Take the call back")}
        </button>
      </div>
    `;
  }

  /** Without a mixer it says why instead of failing; it keeps the focus of somebody who has just found that out. */
  private drawConference(): TemplateResult {
    const { mixes } = this.leg;
    return html`<button
      type="button"
      aria-disabled=${mixes ? nothing : "true"}
      aria-describedby=${mixes ? nothing : NO_MIXER}
      @click=${() => (mixes ? this.wish("confer") : undefined)}
    >
      ${gettext("Conference")}
    </button>`;
  }

  private readonly askColleague = (event: SubmitEvent): void => {
    event.preventDefault();
    this.ask({ colleague: Number(new FormData(event.target as HTMLFormElement).get("colleague")), at_once: isAtOnce(event) });
  };

  private readonly askNumber = (event: SubmitEvent): void => {
    event.preventDefault();
    const number = new FormData(event.target as HTMLFormElement).get("number");
    if (typeof number === "string" && number.trim() !== "") this.ask({ number: number.trim(), at_once: isAtOnce(event) });
  };

  private ask(whom: Whom): void {
    this.follow(callDoors.consult(this.leg.leg, whom).then(() => (this.isOpen = false)));
  }

  private wish(wish: Wish): void {
    this.follow(callDoors.steer(this.leg.leg, wish));
  }

  private follow(asked: Promise<unknown>): void {
    this.problem = "";
    asked.catch((error: unknown) => {
      this.problem = error instanceof Error ? error.message : "";
    });
  }
}

function drawNoMixer(): TemplateResult {
  return html`<strong id=${NO_MIXER}>
    ${gettext("Conference is not possible now: the mixer does not run. Put both in touch, or take the call back.")}
  </strong>`;
}

function drawColleague({ agent, name }: Colleague): TemplateResult {
  return html`<option value=${agent}>${name}</option>`;
}

function drawAtOnce(): TemplateResult {
  return html`<button value="at-once" title=${gettext("Whoever answers has the caller; nobody answers: you have him back.")}>${gettext("Put through at once")}</button>`;
}

function isAtOnce({ submitter }: SubmitEvent): boolean {
  return submitter instanceof HTMLButtonElement && submitter.value === "at-once";
}

function sayCompany(kind: "asking" | "consulting" | "together", name: string): string {
  switch (kind) {
    case "asking":
      return gettext("{name} is being called. The caller hears music.", { name });
    case "consulting":
      return gettext("You are speaking with {name}. The caller hears music.", { name });
    case "together":
      return gettext("You are three: the caller, {name} and you hear one another.", { name });
  }
}

customElements.define("call-consult", CallConsult);
