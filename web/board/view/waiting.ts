/** Who waits and why, oldest first, and the order to give one to an agent. Events: `assign`, `all-queues`. */

import { html, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { serverNow, writeLength } from "../../shared/data/clock";
import { gettext } from "../../shared/data/text";
import { EverySecond, PageElement } from "../../shared/view/element";
import type { AgentFigures, WaitingContact } from "../../shared/words/live";

const SHOWN = 50;

/** Why a contact still waits, in a sentence. `ringing`: the name of whoever it rings at. */
function explain(row: WaitingContact, ringing: string): string {
  const [word = "", detail = ""] = row.waiting_for.split(":", 2);
  switch (word) {
    case "ringing":
      return gettext("Rings at {name}.", { name: ringing });
    case "held":
      return explainHold(detail);
    case "declined":
      return gettext("An agent declined it; it waits for another one who is able and free.");
    case "expired":
      return gettext("An agent did not answer; it waits for another one who is able and free.");
    case "vanished":
      return gettext("Its agent’s screen fell silent; it waits for another one, with its age.");
    case "transferred":
      return gettext("Transferred; it waits for an agent who is able and free, with its age.");
    default:
      return gettext("Nobody who can answer it is free.");
  }
}

function explainHold(reason: string): string {
  if (reason === "preferred-agent") return gettext("Kept for a moment for the agent who knows it.");
  if (reason === "reserve") return gettext("Agents are kept free for live contacts.");
  return gettext("The free agent has just declined or passed it on; it will be offered again shortly.");
}

export class WaitingList extends PageElement {
  @property({ attribute: false }) contacts: readonly WaitingContact[] = [];
  @property({ attribute: false }) agents: readonly AgentFigures[] = [];
  /** Only this queue is shown; empty for all. */
  @property() queue = "";
  @state() private assigning: WaitingContact | null = null;
  @query("dialog") private readonly dialog!: HTMLDialogElement;

  constructor() {
    super();
    new EverySecond(this);
  }

  protected override render(): TemplateResult {
    return html`
      <section class="card" aria-labelledby="waiting-title">
        <div class="row between">
          <h2 id="waiting-title">${this.queue === "" ? gettext("Who waits") : gettext("Who waits: {queue}", { queue: this.queue })}</h2>
          ${this.queue === ""
            ? nothing
            : html`<button type="button" class="quiet" @click=${() => this.dispatchEvent(new CustomEvent("all-queues"))}>
                ${gettext("All queues")}
              </button>`}
        </div>
        ${this.contacts.length === 0 ? html`<p class="soft">${gettext("Nobody is waiting.")}</p>` : this.drawRows()}
      </section>
      ${this.drawDialog()}
    `;
  }

  private drawRows(): TemplateResult {
    return html`
      <ul class="rows">
        ${this.contacts.slice(0, SHOWN).map((each) => this.drawRow(each))}
      </ul>
      ${this.contacts.length > SHOWN
        ? html`<p class="soft">${gettext("The {shown} oldest of {count} are shown.", { shown: SHOWN, count: this.contacts.length })}</p>`
        : nothing}
    `;
  }

  private drawRow(each: WaitingContact): TemplateResult {
    const ringing = this.agents.find((agent) => agent.agent === each.offered_to)?.name ?? "";
    const choose = (): void => {
      this.assigning = each;
      this.dialog.showModal();
    };
    return html`
      <li class="row between">
        <span>
          <strong>${each.reason_name}</strong>, <span class="number">${writeLength(serverNow() - each.arrived_at)}</span><br />
          <span class="soft small">${explain(each, ringing)}</span>
        </span>
        <button type="button" aria-label=${gettext("Assign: {reason}", { reason: each.reason_name })} @click=${choose}>
          ${gettext("Assign")}
        </button>
      </li>
    `;
  }

  private drawDialog(): TemplateResult {
    const here = this.agents.filter((agent) => agent.presence !== "offline");
    return html`
      <dialog aria-labelledby="assign-title">
        <form method="dialog" @submit=${this.submit}>
          <h2 id="assign-title">${gettext("Assign to an agent")}</h2>
          <p>${this.assigning?.reason_name}</p>
          ${here.length === 0 ? this.drawNobody() : this.drawChoice(here)}
        </form>
      </dialog>
    `;
  }

  private drawNobody(): TemplateResult {
    return html`
      <p class="notice">${gettext("No agent is here now. This contact keeps its place, and rings as soon as somebody who can answer is available.")}</p>
      <button value="cancel">${gettext("Close")}</button>
    `;
  }

  private drawChoice(here: readonly AgentFigures[]): TemplateResult {
    return html`
      <div class="field">
        <label for="assign-agent">${gettext("Agent")}</label>
        <select id="assign-agent" name="agent">
          ${here.map((agent) => html`<option value=${agent.agent}>${agent.name} (${agent.contacts})</option>`)}
        </select>
      </div>
      <div class="row">
        <button class="primary" value="assign">${gettext("Assign")}</button>
        <button value="cancel">${gettext("Cancel")}</button>
      </div>
    `;
  }

  private submit(event: SubmitEvent): void {
    const chosen = (event.submitter as HTMLButtonElement | null)?.value === "assign";
    const agent = Number(new FormData(event.target as HTMLFormElement).get("agent"));
    if (!chosen || this.assigning === null || Number.isNaN(agent)) return;
    this.dispatchEvent(new CustomEvent("assign", { detail: { contact: this.assigning.contact, agent } }));
  }
}

customElements.define("waiting-list", WaitingList);
