/** Agents by what they do. Event: `order`. */

import { html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { serverNow } from "../../shared/data/clock";
import { gettext, ngettext } from "../../shared/data/text";
import { EverySecond, PageElement } from "../../shared/view/element";
import type { AgentShown, Board } from "../../shared/words/board";
import { DOINGS, getDoing, saySince, sortAgents, type Doing } from "../data/state";
import { nameDoing } from "./names";

const SHOWN = 12;
const MOODS: Readonly<Record<Doing, string>> = { free: "good", busy: "good half", "wrapping-up": "warn", paused: "warn", offline: "none" };

export class AgentList extends PageElement {
  @property({ attribute: false }) board!: Board;
  @state() private doing: Doing | null = null;
  @state() private sought = "";

  constructor() {
    super();
    new EverySecond(this);
  }

  protected override render(): TemplateResult {
    const agents = this.listAgents();
    return html`
      <section class="card" aria-labelledby="agents-title" id="agents" tabindex="-1">
        <h2 id="agents-title">${gettext("Agents")}</h2>
        <div class="switch wraps" role="group" aria-label=${gettext("Show those who are")}>${DOINGS.map((doing) => this.drawDoing(doing))}</div>
        ${this.board.agents.length > SHOWN ? this.drawSearch() : nothing}
        ${agents.length === 0
          ? html`<p class="soft">${this.board.agents.length === 0 ? gettext("No agent yet. Add agents in the settings.") : gettext("Nobody, just now.")}</p>`
          : html`<ul class="rows">
              ${repeat(agents.slice(0, SHOWN), (each) => each.agent, (each) => this.drawAgent(each))}
            </ul>`}
        ${agents.length > SHOWN ? html`<p class="soft small">${ngettext("{count} more: type a name to find somebody.", "{count} more: type a name to find somebody.", agents.length - SHOWN)}</p>` : nothing}
      </section>
    `;
  }

  private listAgents(): readonly AgentShown[] {
    const sought = this.sought.trim().toLocaleLowerCase();
    const found = this.board.agents.filter((agent) => sought === "" || agent.name.toLocaleLowerCase().includes(sought));
    const wanted = this.doing === null && sought === "" ? found.filter((agent) => getDoing(agent) !== "offline") : found;
    return sortAgents(wanted.filter((agent) => this.doing === null || getDoing(agent) === this.doing));
  }

  private drawDoing(doing: Doing): TemplateResult {
    const count = this.board.agents.filter((agent) => getDoing(agent) === doing).length;
    const choose = (): void => {
      this.doing = this.doing === doing ? null : doing;
    };
    return html`
      <button type="button" aria-pressed=${this.doing === doing ? "true" : "false"} @click=${choose}>
        ${nameDoing(doing)} <span class="number">${count}</span>
      </button>
    `;
  }

  private drawSearch(): TemplateResult {
    const seek = (event: Event): void => {
      this.sought = (event.target as HTMLInputElement).value;
    };
    return html`
      <div class="seek">
        <label for="seek-agent" class="small">${gettext("Find an agent")}</label>
        <input id="seek-agent" type="search" autocomplete="off" @input=${seek} />
      </div>
    `;
  }

  private drawAgent(agent: AgentShown): TemplateResult {
    const doing = getDoing(agent);
    const team = this.board.teams.find((each) => each.team === agent.team)?.name;
    const lend = (): boolean => this.dispatchEvent(new CustomEvent("order", { detail: { kind: "skill", agent }, bubbles: true }));
    return html`
      <li class="row between">
        <span>
          <strong>${agent.name}</strong>${team === undefined ? nothing : html` <span class="soft small">${team}</span>`}<br />
          <span class="state small ${MOODS[doing]}">${nameDoing(doing)}</span>
          <span class="soft small number">${saySince(agent, serverNow())}</span>
          ${agent.in_hand === 0 ? nothing : html`<span class="soft small">${ngettext("{count} contact", "{count} contacts", agent.in_hand)}</span>`}
        </span>
        <button type="button" class="quiet small" aria-label=${gettext("Skills of {name}", { name: agent.name })} @click=${lend}>${gettext("Skills")}</button>
      </li>
    `;
  }
}

customElements.define("agent-list", AgentList);
