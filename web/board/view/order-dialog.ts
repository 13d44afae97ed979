/**
 * One dialog for every order: it is opened on its subject, says what will happen, keeps what was typed when the order is refused and
 * shows the sentence that says why. Event: `given`.
 */

import { html, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { gettext } from "../../shared/data/text";
import { PageElement } from "../../shared/view/element";
import type { AgentShown, Board, Choices, WaitingShown } from "../../shared/words/board";
import { doors, type Ordered } from "../data/calls";
import { getDoing, sortAgents } from "../data/state";
import { nameDoing } from "./names";

export type Subject =
  | { readonly kind: "assign" | "priority"; readonly contact: WaitingShown }
  | { readonly kind: "skill"; readonly agent: AgentShown }
  | { readonly kind: "overflow" | "close"; readonly queue: number }
  | { readonly kind: "message" };

const LONGEST_TEXT = 500;
const LENGTHS: readonly number[] = [15, 30, 60, 120, 240];

export class OrderDialog extends PageElement {
  @property({ attribute: false }) board!: Board;
  @state() private subject: Subject | null = null;
  @state() private choices: Choices | null = null;
  @state() private problem = "";
  @state() private isBusy = false;
  @query("dialog") private readonly dialog!: HTMLDialogElement;

  /** Ask for the order about this subject. */
  async ask(subject: Subject): Promise<void> {
    this.subject = subject;
    this.problem = "";
    this.choices = null;
    await this.updateComplete;
    this.dialog.querySelector("form")?.reset();
    this.dialog.showModal();
    if (subject.kind === "assign" || subject.kind === "skill") await this.learnChoices();
  }

  private async learnChoices(): Promise<void> {
    try {
      this.choices = await doors.choices();
    } catch (error) {
      this.problem = error instanceof Error ? error.message : "";
    }
  }

  protected override render(): TemplateResult {
    return html`
      <dialog class="order-form" aria-labelledby="order-title" @close=${() => { this.subject = null; }}>
        ${this.subject === null
          ? nothing
          : html`<form @submit=${this.submit}>
              <h2 id="order-title">${this.getTitle(this.subject)}</h2>
              <div role="alert">${this.problem === "" ? nothing : html`<p class="notice bad">${this.problem}</p>`}</div>
              ${this.drawFields(this.subject)}
              <div class="row">
                <button class="primary" ?disabled=${this.isBusy}>${this.getVerb(this.subject)}</button>
                <button type="button" @click=${() => this.dialog.close()}>${gettext("Cancel")}</button>
              </div>
            </form>`}
      </dialog>
    `;
  }

  private nameQueue(queue: number): string {
    return this.board.queues.find((each) => each.queue === queue)?.name ?? "";
  }

  private getTitle(subject: Subject): string {
    switch (subject.kind) {
      case "assign":
        return gettext("Assign to an agent");
      case "priority":
        return gettext("Change the priority");
      case "skill":
        return gettext("Skills of {name}, for a while", { name: subject.agent.name });
      case "overflow":
        return gettext("Overflow for {queue}", { queue: this.nameQueue(subject.queue) });
      case "close":
        return gettext("Close {queue}", { queue: this.nameQueue(subject.queue) });
      case "message":
        return gettext("Message to a team");
    }
  }

  private getVerb(subject: Subject): string {
    switch (subject.kind) {
      case "assign":
        return gettext("Assign");
      case "priority":
        return gettext("Change the priority");
      case "skill":
        return gettext("Change for a while");
      case "overflow":
        return gettext("Open the overflow");
      case "close":
        return gettext("Close the queue");
      case "message":
        return gettext("Send");
    }
  }

  private drawFields(subject: Subject): TemplateResult {
    switch (subject.kind) {
      case "assign":
        return this.drawAssign(subject.contact);
      case "priority":
        return this.drawPriority(subject.contact);
      case "skill":
        return this.drawSkill(subject.agent);
      case "overflow":
        return this.drawOverflow(subject.queue);
      case "close":
        return this.drawClose(subject.queue);
      case "message":
        return this.drawMessage();
    }
  }

  private drawAssign(contact: WaitingShown): TemplateResult {
    const here = sortAgents(this.board.agents).filter((agent) => agent.presence !== "offline");
    if (here.length === 0) {
      return html`<p>${contact.reason_name}</p>
        <p class="notice">${gettext("No agent is here now. This contact keeps its place, and rings as soon as somebody who can answer is available.")}</p>`;
    }
    const able = here.filter((agent) => this.isAble(agent.agent, contact));
    const others = here.filter((agent) => !able.includes(agent));
    const draw = (agent: AgentShown): TemplateResult => html`<option value=${agent.agent}>${agent.name} – ${nameDoing(getDoing(agent))} (${agent.in_hand})</option>`;
    return html`
      <p>${contact.reason_name}</p>
      <div class="field">
        <label for="order-agent">${gettext("Agent")}</label>
        <select id="order-agent" name="agent">
          ${able.length === 0 ? nothing : html`<optgroup label=${gettext("Can answer")}>${able.map(draw)}</optgroup>`}
          ${others.length === 0 ? nothing : html`<optgroup label=${gettext("Lack a skill")}>${others.map(draw)}</optgroup>`}
        </select>
      </div>
    `;
  }

  private isAble(agent: number, contact: WaitingShown): boolean {
    const ability = this.choices?.abilities.find((each) => each.agent === agent);
    if (ability === undefined) return true;
    const levels = new Map(ability.skills);
    return contact.skills.every(([skill, level]) => (levels.get(skill) ?? 0) >= level);
  }

  private drawPriority(contact: WaitingShown): TemplateResult {
    const options: readonly (readonly [number, string])[] = [
      [0, gettext("None: in order of arrival")],
      [5, gettext("5 minutes forward")],
      [15, gettext("15 minutes forward")],
      [60, gettext("One hour forward: next of all, or nearly")],
      [-15, gettext("15 minutes back")],
    ];
    return html`
      <p>${contact.reason_name}</p>
      <div class="field">
        <label for="order-minutes">${gettext("It waits as if it had come")}</label>
        <select id="order-minutes" name="priority">
          ${options.map(([minutes, name]) => html`<option value=${minutes} ?selected=${minutes === contact.priority_minutes}>${name}</option>`)}
        </select>
      </div>
    `;
  }

  private drawSkill(agent: AgentShown): TemplateResult {
    if (this.choices === null) return html`<p role="status">${gettext("Reading the skills…")}</p>`;
    const levels = new Map(this.choices.abilities.find((each) => each.agent === agent.agent)?.skills);
    if (this.choices.skills.length === 0) return html`<p class="notice">${gettext("No skills yet. Add them in the settings.")}</p>`;
    return html`
      <div class="field">
        <label for="order-skill">${gettext("Skill")}</label>
        <select id="order-skill" name="skill">
          ${this.choices.skills.map(({ skill, label }) => html`<option value=${skill}>${label} (${levels.has(skill) ? gettext("level {level}", { level: levels.get(skill) ?? 0 }) : gettext("not held")})</option>`)}
        </select>
      </div>
      <div class="field">
        <label for="order-level">${gettext("From now on")}</label>
        <select id="order-level" name="level">
          ${[1, 2, 3, 4, 5].map((level) => html`<option value=${level} ?selected=${level === 3}>${gettext("holds it at level {level}", { level })}</option>`)}
          <option value="0">${gettext("is not asked for it")}</option>
        </select>
      </div>
      ${this.drawLength()}
    `;
  }

  private drawLength(): TemplateResult {
    return html`
      <div class="field">
        <label for="order-length">${gettext("For how long")}</label>
        <select id="order-length" name="minutes">
          ${LENGTHS.map((minutes) => html`<option value=${minutes} ?selected=${minutes === 30}>${minutes < 60 ? gettext("{count} min", { count: minutes }) : gettext("{count} h", { count: minutes / 60 })}</option>`)}
        </select>
      </div>
    `;
  }

  private drawTeams(allowsEverybody: boolean): TemplateResult {
    return html`
      <div class="field">
        <label for="order-team">${gettext("Team")}</label>
        <select id="order-team" name="team">
          ${allowsEverybody ? html`<option value="">${gettext("Everybody")}</option>` : nothing}
          ${this.board.teams.map(({ team, name }) => html`<option value=${team}>${name}</option>`)}
        </select>
      </div>
    `;
  }

  private drawOverflow(queue: number): TemplateResult {
    if (this.board.teams.length === 0) return html`<p class="notice">${gettext("No teams yet. Add them in the settings to open an overflow.")}</p>`;
    return html`
      <p>${gettext("The team is lent what “{queue}” needs: those who wait already may go to it, too. Languages and territories stay as they are.", { queue: this.nameQueue(queue) })}</p>
      ${this.drawTeams(false)} ${this.drawLength()}
    `;
  }

  private drawClose(queue: number): TemplateResult {
    const waiting = this.board.rows.filter((row) => row.queue === queue).reduce((sum, row) => sum + row.waiting, 0);
    return html`
      ${this.drawText(gettext("Announcement to citizens"), gettext("Say why, and what they can do meanwhile. They read it before they write, and in their conversation."))}
      <fieldset class="field">
        <legend>${gettext("Those who wait ({count})", { count: waiting })}</legend>
        <label class="choice"><input type="radio" name="dismisses" value="" checked /> ${gettext("are still answered")}</label>
        <label class="choice"><input type="radio" name="dismisses" value="yes" /> ${gettext("are asked to come back later")}</label>
      </fieldset>
      <div class="field">
        <label for="order-length">${gettext("It opens again")}</label>
        <select id="order-length" name="minutes">
          <option value="">${gettext("when somebody opens it")}</option>
          ${LENGTHS.map((minutes) => html`<option value=${minutes}>${minutes < 60 ? gettext("after {count} min", { count: minutes }) : gettext("after {count} h", { count: minutes / 60 })}</option>`)}
        </select>
      </div>
    `;
  }

  private drawMessage(): TemplateResult {
    return html`${this.drawTeams(true)} ${this.drawText(gettext("Message"), gettext("It stays on their desks until they have read it. Write nothing about a citizen."))}`;
  }

  private drawText(label: string, hint: string): TemplateResult {
    return html`
      <div class="field">
        <label for="order-text">${label}</label>
        <span class="hint small" id="order-hint">${hint}</span>
        <textarea id="order-text" name="text" rows="3" maxlength=${LONGEST_TEXT} required aria-describedby="order-hint"></textarea>
      </div>
    `;
  }

  private submit(event: SubmitEvent): void {
    event.preventDefault();
    if (this.subject === null) return;
    const ordered = makeOrder(this.subject, new FormData(event.target as HTMLFormElement));
    if (ordered === null) this.dialog.close();
    else void this.give(ordered);
  }

  private async give(ordered: Ordered): Promise<void> {
    this.isBusy = true;
    this.problem = "";
    try {
      const given = await doors.order(ordered);
      this.dialog.close();
      this.dispatchEvent(new CustomEvent("given", { detail: given }));
    } catch (error) {
      this.problem = error instanceof Error ? error.message : "";
    } finally {
      this.isBusy = false;
    }
  }
}

/** What is asked of the server; null when there was nothing to choose. */
function makeOrder(subject: Subject, form: FormData): Ordered | null {
  const read = (name: string): number | null => {
    const value = form.get(name);
    return typeof value === "string" && value !== "" ? Number(value) : null;
  };
  const typed = form.get("text");
  const text = typeof typed === "string" ? typed : "";
  const minutes = read("minutes");
  switch (subject.kind) {
    case "assign": {
      const agent = read("agent");
      return agent === null ? null : { kind: "assign", contact: subject.contact.contact, agent };
    }
    case "priority":
      return { kind: "priority", contact: subject.contact.contact, minutes: read("priority") ?? 0 };
    case "skill": {
      const skill = read("skill");
      return skill === null ? null : { kind: "skill", agent: subject.agent.agent, skill, level: read("level") ?? 0, minutes: minutes ?? 30 };
    }
    case "overflow": {
      const team = read("team");
      return team === null ? null : { kind: "overflow", queue: subject.queue, team, minutes: minutes ?? 30 };
    }
    case "close":
      return { kind: "close", queue: subject.queue, text, dismisses: form.get("dismisses") === "yes", minutes };
    case "message":
      return { kind: "message", team: read("team"), text };
  }
}

customElements.define("order-dialog", OrderDialog);
