/**
 * Who may be behind a contact, and all that came before whatever the channel. It never asserts an identity: an agent does, after asking.
 * Event `read`: the past contact to open.
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
import { drawJudged, drawProposals, type Sayings } from "./proposals";

export class PersonHistory extends PageElement {
  @property() contact = "";
  private readonly persons = new Persons(doors, () => this.requestUpdate());

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
    const { refusal } = this.persons.read(this.contact);
    return html`
      ${this.drawAddresses(person)}
      <div role="alert">${refusal === "" ? nothing : html`<p class="notice bad">${refusal}</p>`}</div>
      <div role="status">${drawJudged(person.judged, this.sayings)}</div>
      ${drawProposals(person.proposals, this.sayings)} ${this.drawPast(person)}
    `;
  }

  /** What an agent can say of the person; the focus stays in the panel when its button is gone. */
  private get sayings(): Sayings {
    const { contact } = this;
    const say = async (said: Promise<Person>): Promise<void> => {
      await this.persons.say(contact, () => said);
      await this.updateComplete;
      this.querySelector<HTMLElement>("h2")?.focus();
    };
    return {
      isAsking: this.persons.isAsking(contact),
      judge: ({ citizen }, isSame) => void say(doors.judgePerson(contact, { citizen, is_same: isSame })),
      takeBack: ({ id }) => void say(doors.takeBack(contact, { judgement: id })),
    };
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

  private drawPast({ is_known, timeline }: Person): TemplateResult | typeof nothing {
    if (!is_known) return nothing;
    if (timeline.past.length === 0) return html`<p class="soft">${gettext("No earlier contact.")}</p>`;
    const { more, following } = this.persons.read(this.contact);
    return html`
      <h3>${gettext("Other contacts")}</h3>
      <ul class="past">
        ${[...timeline.past, ...more].map((each) => html`<li>${this.drawContact(each)}</li>`)}
      </ul>
      ${following === ""
        ? nothing
        : html`<button type="button" class="quiet" ?disabled=${this.persons.isAsking(this.contact)} @click=${() => void this.readOn()}>
            ${gettext("Show more")}
          </button>`}
    `;
  }

  /** The first of those that came is where one reads on. */
  private async readOn(): Promise<void> {
    const count = this.querySelectorAll(".past button").length;
    await this.persons.readOn(this.contact);
    await this.updateComplete;
    this.querySelectorAll<HTMLElement>(".past button")[count]?.focus();
  }

  private drawContact(each: PastContact): TemplateResult {
    const read = (): boolean => this.dispatchEvent(new CustomEvent("read", { detail: each.contact }));
    const ended = each.closed_at === null ? gettext("Still open") : each.outcome_name;
    const parts = [nameChannel(each.channel), ended, each.agent_name].filter((part) => part !== "");
    return html`<button type="button" class="tab" @click=${read}>
      <span class="tab-name">${each.reason_name}</span>
      <span class="small">${writeDate(each.arrived_at)}</span>
      <span class="soft small">${parts.join(", ")}</span>
    </button>`;
  }
}

customElements.define("person-history", PersonHistory);
