/** Queues, channels and teams in the same terms, sortable. Events: `list`, `choose` (a queue or a channel), `order`. */

import { html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { nameChannel } from "../../shared/data/channels";
import { serverNow, writeLength } from "../../shared/data/clock";
import { gettext, ngettext } from "../../shared/data/text";
import { EverySecond, PageElement } from "../../shared/view/element";
import type { Board, QueueShown } from "../../shared/words/board";
import { getServiceLevel, SERVICE_LEVEL_TARGET, type Figure } from "../data/figures";
import { DOINGS } from "../data/state";
import { listChannelLines, listQueueLines, listTeamLines, sortLines, type Column, type Line, type Order, type TeamLine } from "../data/tables";
import { explainClosing, nameDoing, writeShare } from "./names";

type View = "queues" | "channels" | "teams";

export class BoardTables extends PageElement {
  @property({ attribute: false }) board!: Board;
  /** The key of the line that the list of who waits is about. */
  @property() chosen = "";
  @state() private view: View = "queues";
  @state() private order: Order = { column: "waiting", isRising: false };

  constructor() {
    super();
    new EverySecond(this);
  }

  protected override render(): TemplateResult {
    const views: readonly (readonly [View, string])[] = [
      ["queues", gettext("Queues")],
      ["channels", gettext("Channels")],
      ["teams", gettext("Teams")],
    ];
    return html`
      <section class="card" aria-labelledby="tables-title">
        <div class="row between">
          <h2 id="tables-title">${views.find(([view]) => view === this.view)?.[1]}</h2>
          <div class="switch" role="group" aria-label=${gettext("Show by")}>
            ${views.map(
              ([view, name]) => html`
                <button type="button" aria-pressed=${this.view === view ? "true" : "false"} @click=${() => { this.view = view; }}>${name}</button>
              `,
            )}
          </div>
        </div>
        ${this.view === "teams" ? this.drawTeams() : this.drawLines()}
      </section>
    `;
  }

  private listLines(): readonly Line[] {
    return sortLines(this.view === "queues" ? listQueueLines(this.board) : listChannelLines(this.board, nameChannel), this.order);
  }

  private drawLines(): TemplateResult {
    const lines = this.listLines();
    if (lines.length === 0) return html`<p class="soft">${gettext("Nothing has come today. Lines appear with the first contact.")}</p>`;
    return html`
      <div class="scrolls" role="group" aria-labelledby="tables-title" tabindex="0">
        <table class="lines">
          <thead>
            <tr>
              ${this.drawHead("name", this.view === "queues" ? gettext("Queue") : gettext("Channel"))}
              ${this.drawHead("waiting", gettext("Waiting"))} ${this.drawHead("longest", gettext("Longest wait"))}
              ${this.drawHead("level", gettext("In time"))} ${this.drawHead("abandoned", gettext("Left"))}
              ${this.drawHead("held", gettext("In hand"))}
              ${this.view === "queues" ? html`<th scope="col"><span class="unseen">${gettext("Orders")}</span></th>` : nothing}
            </tr>
          </thead>
          <tbody>
            ${lines.map((line) => this.drawLine(line))}
          </tbody>
        </table>
      </div>
    `;
  }

  private drawHead(column: Column, name: string): TemplateResult {
    const isSorted = this.order.column === column;
    const sort = (): void => {
      this.order = { column, isRising: isSorted ? !this.order.isRising : column === "name" };
    };
    return html`
      <th scope="col" aria-sort=${isSorted ? (this.order.isRising ? "ascending" : "descending") : "none"}>
        <button type="button" class="quiet" @click=${sort}>
          ${isSorted ? html`<span aria-hidden="true" class="arrow">${this.order.isRising ? "▲" : "▼"}</span>` : nothing}${name}
        </button>
      </th>
    `;
  }

  private drawLine(line: Line): TemplateResult {
    const queue = this.board.queues.find((each) => each.queue === line.queue);
    const level = getServiceLevel(line.sum.day);
    const choose = (): boolean => this.dispatchEvent(new CustomEvent("choose", { detail: line, bubbles: true }));
    return html`
      <tr>
        <th scope="row">
          <button type="button" class="quiet" aria-pressed=${this.chosen === line.key ? "true" : "false"} @click=${choose}>${line.name}</button>
          ${queue?.closed_because == null ? nothing : html`<br /><span class="state warn small">${explainClosing(queue.closed_because)}</span>`}
        </th>
        <td data-name=${gettext("Waiting")}>
          ${this.drawCount(line, "waiting", line.sum.waiting)}
          ${line.sum.late === 0 ? nothing : html`<span class="state bad small">${ngettext("{count} late", "{count} late", line.sum.late)}</span>`}
        </td>
        <td class="number" data-name=${gettext("Longest wait")}>
          ${line.sum.longest_since === null ? "–" : writeLength(serverNow() - line.sum.longest_since)}
        </td>
        <td data-name=${gettext("In time")}>
          ${level === null ? "–" : html`<span class="number ${level < SERVICE_LEVEL_TARGET ? "below" : ""}">${writeShare(level)}</span>`}
          ${level === null ? nothing : html`<meter min="0" max="100" low=${SERVICE_LEVEL_TARGET} optimum="100" value=${level} aria-hidden="true"></meter>`}
        </td>
        <td data-name=${gettext("Left")}>${this.drawCount(line, "abandoned", line.sum.day.abandoned)}</td>
        <td data-name=${gettext("In hand")}>${this.drawCount(line, "in-hand", line.sum.in_hand)}
          ${line.sum.asked === 0
            ? nothing
            : html`<br /><span class="soft small">${gettext("+ waiting for the person:")} ${this.drawCount(line, "asked", line.sum.asked)}</span>`}</td>
        ${queue === undefined ? nothing : this.drawOrders(queue)}
      </tr>
    `;
  }

  private drawCount(line: Line, figure: Figure, count: number): TemplateResult {
    if (count === 0) return html`<span class="number soft">0</span>`;
    const open = (): boolean =>
      this.dispatchEvent(new CustomEvent("list", { detail: { figure, queue: line.queue, channel: line.channel }, bubbles: true }));
    return html`<button type="button" class="quiet count number" @click=${open}>${count}<span class="unseen"> (${gettext("see the list")})</span></button>`;
  }

  private drawOrders(queue: QueueShown): TemplateResult {
    const give = (kind: "close" | "overflow"): boolean =>
      this.dispatchEvent(new CustomEvent("order", { detail: { kind, queue: queue.queue }, bubbles: true }));
    return html`
      <td class="acts">
        <details class="menu">
          <summary aria-label=${gettext("Orders for {queue}", { queue: queue.name })}>${gettext("Act")}</summary>
          <div class="menu-items">
            <button type="button" class="quiet" @click=${() => give("overflow")}>${gettext("Open an overflow")}</button>
            <button type="button" class="quiet" ?disabled=${queue.closed_because !== null} @click=${() => give("close")}>${gettext("Close the queue")}</button>
          </div>
        </details>
      </td>
    `;
  }

  private drawTeams(): TemplateResult {
    const lines = listTeamLines(this.board, gettext("Without a team"));
    return html`
      <div class="scrolls" role="group" aria-labelledby="tables-title" tabindex="0">
        <table class="lines">
          <thead>
            <tr>
              <th scope="col">${gettext("Team")}</th>
              ${DOINGS.map((doing) => html`<th scope="col">${nameDoing(doing)}</th>`)}
              <th scope="col">${gettext("Contacts in hand")}</th>
            </tr>
          </thead>
          <tbody>
            ${lines.map((line) => this.drawTeam(line))}
          </tbody>
        </table>
      </div>
    `;
  }

  private drawTeam(line: TeamLine): TemplateResult {
    return html`
      <tr>
        <th scope="row">${line.name}</th>
        ${DOINGS.map((doing) => html`<td class="number" data-name=${nameDoing(doing)}>${line.counts[doing]}</td>`)}
        <td class="number" data-name=${gettext("Contacts in hand")}>${line.inHand}</td>
      </tr>
    `;
  }
}

customElements.define("board-tables", BoardTables);
