/** The supervisor's page: what calls for somebody, six figures, then queues, who is next, orders and agents. */

import { html, nothing, type TemplateResult } from "lit";
import { query, state } from "lit/decorators.js";
import { writeLength } from "../../shared/data/clock";
import { Follower } from "../../shared/data/follow";
import { watchNetwork } from "../../shared/data/page";
import { gettext } from "../../shared/data/text";
import { EverySecond, PageElement } from "../../shared/view/element";
import type { Board, BoardEvent, Given, OrderShown } from "../../shared/words/board";
import { doors } from "../data/calls";
import { sumUp, type Behind } from "../data/figures";
import { remember, type Seen } from "../data/past";
import { apply } from "../data/state";
import type { Line } from "../data/tables";
import "./agents";
import "./headlines";
import "./list-dialog";
import type { ListDialog } from "./list-dialog";
import { writeAlert, writeTime } from "./names";
import "./order-dialog";
import type { OrderDialog, Subject } from "./order-dialog";
import "./ongoing";
import "./orders";
import "./tables";
import "./waiting";

/** Longer than the server is ever silent: then the figures are not to be trusted. */
const STALE_AFTER_MS = 12_000;

export class SupervisionBoard extends PageElement {
  @state() private line: Line | null = null;
  @state() private problem = "";
  @state() private told = "";
  @query("list-dialog") private readonly listDialog!: ListDialog;
  @query("order-dialog") private readonly orderDialog!: OrderDialog;
  private heardAt = Date.now();
  private past: readonly Seen[] = [];
  private readonly follower = new Follower<Board, BoardEvent>({
    fetch: doors.fetch,
    open: doors.open,
    apply,
    changed: (event) => {
      if (event !== undefined || this.follower.link === "connected") this.heardAt = Date.now();
      this.recall();
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
      <div @list=${this.openList} @order=${this.askOrder} @undo=${this.undo} @choose=${this.choose}>
        <div class="row between board-head">
          <h1>${gettext("Now")}</h1>
          <div class="row">
            ${this.drawAge()}
            <a class="button quiet" href="/board/walls">${gettext("Wall displays")}</a>
            <a class="button quiet" href="/board/moderation">${gettext("Moderation")}</a>
            <button type="button" @click=${() => void this.orderDialog.ask({ kind: "message" })}>${gettext("Message to a team")}</button>
          </div>
        </div>
        <div role="alert">${this.problem === "" ? nothing : html`<p class="notice bad">${this.problem}</p>`}</div>
        <div role="status">${this.told === "" ? nothing : html`<p class="notice">${this.told}</p>`}</div>
        ${this.drawAlerts(board)}
        <board-headlines .board=${board} .past=${this.past} ?stale=${this.isStale()}></board-headlines>
        <div class="board">
          <div class="column">
            <board-tables .board=${board} .chosen=${this.line?.key ?? ""}></board-tables>
            <waiting-list .board=${board} .line=${this.line}></waiting-list>
          </div>
          <div class="column">
            <order-list .orders=${board.orders}></order-list>
            <ongoing-calls .board=${board}></ongoing-calls>
            <agent-list .board=${board}></agent-list>
          </div>
        </div>
      </div>
      <list-dialog></list-dialog>
      <order-dialog .board=${board} @given=${this.tell}></order-dialog>
    `;
  }

  private recall(): void {
    const board = this.follower.state;
    if (board !== null) this.past = remember(this.past, { at: board.at, waiting: sumUp(board.rows).waiting });
  }

  private isStale(): boolean {
    return Date.now() - this.heardAt > STALE_AFTER_MS;
  }

  private drawAge(): TemplateResult {
    const age = Date.now() - this.heardAt;
    if (this.isStale()) return html`<p class="state warn">${gettext("Figures of {time} ago", { time: writeLength(age) })}</p>`;
    if (this.follower.link === "connected") return html`<p class="state good">${gettext("Live")}</p>`;
    return html`<p class="state warn">${gettext("Reconnecting…")}</p>`;
  }

  private drawAlerts(board: Board): TemplateResult {
    return html`
      <section class="alerts" aria-label=${gettext("Alerts")} role="status">
        ${board.alerts.map((alert) => {
          const queue = board.queues.find((each) => each.queue === alert.queue)?.name ?? "";
          return html`<p class="alert">
            <span class="state bad">${gettext("Alert")}</span>
            <span>${writeAlert(alert.kind, queue)} <span class="soft small">${gettext("Since {time}.", { time: writeTime(alert.since) })}</span></span>
          </p>`;
        })}
      </section>
    `;
  }

  private openList({ detail }: CustomEvent<Omit<Behind, "figure"> & { readonly figure: Behind["figure"] | "agents" }>): void {
    if (detail.figure === "agents") this.querySelector<HTMLElement>("#agents")?.focus();
    else void this.listDialog.open({ ...detail, figure: detail.figure });
  }

  private choose({ detail }: CustomEvent<Line | null>): void {
    this.line = detail === null || detail.key === this.line?.key ? null : detail;
  }

  private askOrder({ detail }: CustomEvent<Subject>): void {
    this.problem = this.told = "";
    for (const menu of this.querySelectorAll<HTMLDetailsElement>("details.menu[open]")) {
      menu.querySelector("summary")?.focus(); // the dialog gives the focus back to what is in sight
      menu.open = false;
    }
    void this.orderDialog.ask(detail);
  }

  private tell({ detail }: CustomEvent<Given>): void {
    this.told = detail.sentence;
  }

  private async undo({ detail }: CustomEvent<OrderShown>): Promise<void> {
    this.problem = this.told = "";
    try {
      await doors.undo(detail.order);
      this.told = gettext("Undone: {sentence}", { sentence: detail.sentence });
    } catch (error) {
      this.problem = error instanceof Error ? error.message : "";
    }
  }
}

customElements.define("supervision-board", SupervisionBoard);
