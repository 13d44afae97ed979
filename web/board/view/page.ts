/** The supervisor's page: six figures, the queues, who answers, and who waits behind them. */

import { html, nothing, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import { serverNow, writeLength } from "../../shared/data/clock";
import { Follower } from "../../shared/data/follow";
import { watchNetwork } from "../../shared/data/page";
import { gettext, ngettext } from "../../shared/data/text";
import { EverySecond, PageElement } from "../../shared/view/element";
import type { AgentFigures, Board, BoardEvent, QueueFigures } from "../../shared/words/live";
import { doors } from "../data/calls";
import { apply, listOfQueue, sortAgents } from "../data/state";
import "./waiting";

const STALE_AFTER_MS = 10_000;

export class SupervisionBoard extends PageElement {
  @state() private queue: number | null = null;
  @state() private problem = "";
  @state() private told = "";
  private heardAt = Date.now();
  private readonly follower = new Follower<Board, BoardEvent>({
    fetch: doors.fetch,
    open: doors.open,
    apply,
    changed: () => {
      if (this.follower.link === "connected") this.heardAt = Date.now();
      this.requestUpdate();
    },
  });

  constructor() {
    super();
    new EverySecond(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    watchNetwork(
      () => this.follower.pause(),
      () => this.follower.hurry(),
    );
    void this.follower.start();
  }

  protected override render(): TemplateResult {
    const board = this.follower.state;
    if (this.follower.link === "refused") return html`<p class="notice warn" role="alert">${this.follower.refusal?.message}</p>`;
    if (board === null) return html`<p class="notice" role="status">${gettext("Opening the board…")}</p>`;
    return html`
      <div class="row between">
        <h1>${gettext("Now")}</h1>
        ${this.drawAge()}
      </div>
      <div role="alert">${this.problem === "" ? nothing : html`<p class="notice bad">${this.problem}</p>`}</div>
      <div role="status">${this.told === "" ? nothing : html`<p class="notice">${this.told}</p>`}</div>
      ${this.drawFigures(board)}
      <div class="board">
        ${this.drawQueues(board)}
        <waiting-list
          .contacts=${listOfQueue(board, this.queue)}
          .agents=${sortAgents(board.agents)}
          .queue=${board.queues.find((row) => row.queue === this.queue)?.name ?? ""}
          @assign=${(event: CustomEvent<{ contact: string; agent: number }>) => void this.assign(event.detail)}
          @all-queues=${() => { this.queue = null; }}
        ></waiting-list>
        ${this.drawAgents(board)}
      </div>
    `;
  }

  private async assign(asked: { contact: string; agent: number }): Promise<void> {
    this.problem = "";
    this.told = "";
    try {
      await doors.assign(asked.contact, asked.agent);
      const name = this.follower.state?.agents.find((agent) => agent.agent === asked.agent)?.name ?? "";
      this.told = gettext("Order given: to {name}.", { name });
    } catch (error) {
      this.problem = error instanceof Error ? error.message : "";
    }
  }

  private drawAge(): TemplateResult {
    const age = Date.now() - this.heardAt;
    if (this.follower.link === "connected") return html`<p class="state good">${gettext("Live")}</p>`;
    if (age < STALE_AFTER_MS) return html`<p class="state warn">${gettext("Reconnecting…")}</p>`;
    return html`<p class="state warn">${gettext("Figures of {time} ago", { time: writeLength(age) })}</p>`;
  }

  private drawFigures({ figures }: Board): TemplateResult {
    const longest = figures.longest_since === null ? "–" : writeLength(serverNow() - figures.longest_since);
    const rows: readonly (readonly [string, string | number])[] = [
      [gettext("Waiting"), figures.waiting],
      [gettext("Longest wait"), longest],
      [gettext("In conversation"), figures.in_hand],
      [gettext("Agents available"), figures.available],
      [gettext("On pause"), figures.paused],
      [gettext("Offline"), figures.offline],
    ];
    return html`
      <dl class="figures ${this.follower.link === "connected" ? "" : "stale"}">
        ${rows.map(([name, value]) => html`<div class="card"><dt>${name}</dt><dd class="number">${value}</dd></div>`)}
      </dl>
    `;
  }

  private drawQueues(board: Board): TemplateResult {
    return html`
      <section class="card" aria-labelledby="queues-title">
        <h2 id="queues-title">${gettext("Queues")}</h2>
        <table>
          <thead>
            <tr>
              <th scope="col">${gettext("Queue")}</th>
              <th scope="col">${gettext("Waiting")}</th>
              <th scope="col">${gettext("Longest wait")}</th>
            </tr>
          </thead>
          <tbody>
            ${board.queues.map((row) => this.drawQueue(row))}
          </tbody>
        </table>
      </section>
    `;
  }

  private drawQueue(row: QueueFigures): TemplateResult {
    const choose = (): void => {
      this.queue = this.queue === row.queue ? null : row.queue;
    };
    return html`
      <tr>
        <th scope="row">
          <button type="button" class="quiet" aria-pressed=${this.queue === row.queue ? "true" : "false"} @click=${choose}>${row.name}</button>
          ${row.is_open ? nothing : html`<span class="soft small">${gettext("closed")}</span>`}
        </th>
        <td class="number">${row.waiting}</td>
        <td class="number">${row.longest_since === null ? "–" : writeLength(serverNow() - row.longest_since)}</td>
      </tr>
    `;
  }

  private drawAgents(board: Board): TemplateResult {
    const here = sortAgents(board.agents).filter((agent) => agent.presence !== "offline");
    const away = board.agents.length - here.length;
    return html`
      <section class="card" aria-labelledby="agents-title">
        <h2 id="agents-title">${gettext("Agents")}</h2>
        ${here.length === 0
          ? html`<p class="soft">${gettext("No agent is here.")}</p>`
          : html`<ul class="rows">
              ${here.map((agent) => this.drawAgent(agent))}
            </ul>`}
        <p class="soft small">${ngettext("{count} agent offline", "{count} agents offline", away)}</p>
      </section>
    `;
  }

  private drawAgent(agent: AgentFigures): TemplateResult {
    const available = agent.presence === "available";
    return html`
      <li class="row between">
        <span>
          <strong>${agent.name}</strong><br />
          <span class="state small ${available ? "good" : "warn"}">${available ? gettext("Available") : gettext("On pause")}</span>
          ${agent.since === null ? nothing : html`<span class="soft small number">${writeLength(serverNow() - agent.since)}</span>`}
        </span>
        <span class="small">${ngettext("{count} contact", "{count} contacts", agent.contacts)}</span>
      </li>
    `;
  }
}

customElements.define("supervision-board", SupervisionBoard);
