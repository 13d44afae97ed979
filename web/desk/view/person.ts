/**
 * Who may be behind a contact, and what came before. It never asserts an identity: a number or an address that is known says only that it
 * was given before. Event `read`: the past contact to open.
 */

import { html, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { nameChannel } from "../../shared/data/channels";
import { writeDate } from "../../shared/data/clock";
import { gettext } from "../../shared/data/text";
import { PageElement } from "../../shared/view/element";
import type { Address, PastContact, Person } from "../../shared/words/kept";
import { doors } from "../data/calls";
import { Persons } from "../data/persons";

export class PersonHistory extends PageElement {
  @property() contact = "";
  private readonly persons = new Persons(doors.getPerson, () => this.requestUpdate());

  override focus(): void {
    (this.querySelector<HTMLElement>("button") ?? this.querySelector<HTMLElement>("h2"))?.focus();
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("contact")) void this.persons.ask(this.contact);
  }

  protected override render(): TemplateResult {
    return html`
      <h2 tabindex="-1">${gettext("Person and history")}</h2>
      ${this.drawProblem()} ${this.drawPerson(this.persons.read(this.contact).person)}
    `;
  }

  private drawProblem(): TemplateResult | typeof nothing {
    const { problem } = this.persons.read(this.contact);
    if (problem === "") return nothing;
    return html`<div class="notice bad" role="alert">
      <p>${gettext("The history cannot be shown now.")} ${problem}</p>
      <button type="button" @click=${() => void this.persons.ask(this.contact)}>${gettext("Try again")}</button>
    </div>`;
  }

  private drawPerson(person: Person | null): TemplateResult | typeof nothing {
    if (person === null) {
      return this.persons.read(this.contact).problem === "" ? html`<p class="soft" role="status">${gettext("Looking for earlier contacts…")}</p>` : nothing;
    }
    return html`${this.drawAddresses(person)} ${this.drawPast(person)}`;
  }

  private drawAddresses({ is_known, addresses }: Person): TemplateResult {
    if (!is_known || addresses.length === 0) {
      return html`<p class="soft">${gettext("Neither a number nor an address was given: nothing says who it is.")}</p>`;
    }
    return html`<ul class="addresses">
      ${addresses.map((each) => html`<li><strong>${each.value}</strong><br /><span class="small">${this.writeDoubt(each)}</span></li>`)}
    </ul>`;
  }

  private writeDoubt({ kind, is_verified }: Address): string {
    if (is_verified) return gettext("Confirmed by whoever holds it. Identity to be checked.");
    return kind === "telephone" ? gettext("Known number, identity to be checked.") : gettext("Known address, identity to be checked.");
  }

  private drawPast({ is_known, past }: Person): TemplateResult | typeof nothing {
    if (!is_known) return nothing;
    if (past.length === 0) return html`<p class="soft">${gettext("No earlier contact.")}</p>`;
    return html`
      <h3>${gettext("Last contacts")}</h3>
      <ul class="past">
        ${past.map((each) => html`<li>${this.drawContact(each)}</li>`)}
      </ul>
    `;
  }

  private drawContact(each: PastContact): TemplateResult {
    const read = (): boolean => this.dispatchEvent(new CustomEvent("read", { detail: each.contact }));
    const ended = each.closed_at === null ? gettext("Still open") : each.outcome_name;
    const parts = [nameChannel(each.channel), ended, each.agent_name].filter((part) => part !== "");
    return html`<button type="button" class="tab" @click=${read}>
      <span class="tab-name">${each.reason_name}</span>
      <span class="small">${writeDate(each.arrived_at)}</span>
      <span class="soft small">${parts.join(", ")}</span>
      ${each.is_same ? nothing : html`<span class="small doubt">${gettext("Same number or address: perhaps somebody else.")}</span>`}
    </button>`;
  }
}

customElements.define("person-history", PersonHistory);
