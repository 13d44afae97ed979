/** Who is next and why he waits, with what may be ordered for him. Events: `order`, `list`, `choose`. */

import { html, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { nameChannel } from "../../shared/data/channels";
import { serverNow, writeLength } from "../../shared/data/clock";
import { gettext } from "../../shared/data/text";
import { EverySecond, PageElement } from "../../shared/view/element";
import type { Board, WaitingShown } from "../../shared/words/board";
import type { Line } from "../data/tables";
import { explain } from "./names";

const SHOWN = 12;

export class WaitingList extends PageElement {
  @property({ attribute: false }) board!: Board;
  /** Only this queue or channel is shown; null for all. */
  @property({ attribute: false }) line: Line | null = null;

  constructor() {
    super();
    new EverySecond(this);
  }

  protected override render(): TemplateResult {
    const { line } = this;
    const contacts = this.board.contacts.filter((each) => line === null || each.queue === line.queue || each.channel === line.channel);
    return html`
      <section class="card" aria-labelledby="waiting-title">
        <div class="row between">
          <h2 id="waiting-title">${line === null ? gettext("Who is next") : gettext("Who is next: {queue}", { queue: line.name })}</h2>
          ${line === null ? nothing : html`<button type="button" class="quiet" @click=${() => this.choose()}>${gettext("Show all")}</button>`}
        </div>
        ${contacts.length === 0
          ? html`<p class="soft">${gettext("Nobody is waiting.")}</p>`
          : html`<ol class="rows next">
                ${repeat(contacts.slice(0, SHOWN), (each) => each.contact, (each) => this.drawRow(each))}
              </ol>
              ${contacts.length > SHOWN ? html`<button type="button" @click=${() => this.openList()}>${gettext("See everybody who waits")}</button>` : nothing}`}
      </section>
    `;
  }

  private choose(): void {
    this.dispatchEvent(new CustomEvent("choose", { detail: null, bubbles: true }));
  }

  private openList(): void {
    const detail = { figure: "waiting", queue: this.line?.queue ?? null, channel: this.line?.channel ?? null };
    this.dispatchEvent(new CustomEvent("list", { detail, bubbles: true }));
  }

  private drawRow(each: WaitingShown): TemplateResult {
    const ringing = this.board.agents.find((agent) => agent.agent === each.offered_to)?.name ?? "";
    const later = Math.max(0, -each.priority_minutes) * 60_000; // promised to whoever leaves a message
    const limit = (this.board.queues.find((queue) => queue.queue === each.queue)?.commitment_ms ?? Infinity) + later;
    const now = serverNow();
    const wait = now - each.waits_since;
    const order = (kind: "assign" | "priority"): boolean =>
      this.dispatchEvent(new CustomEvent("order", { detail: { kind, contact: each }, bubbles: true }));
    return html`
      <li>
        <div class="row between">
          <span class="who">
            <strong>${each.reason_name}</strong>
            <span class="tag">${nameChannel(each.channel)}</span>
            ${each.priority_minutes <= 0 ? nothing : html`<span class="tag">${gettext("Priority {minutes} min", { minutes: each.priority_minutes })}</span>`}
          </span>
          <span class="number wait ${wait > limit ? "below" : ""}">
            ${wait < 0 ? nothing : writeLength(wait)} ${wait > limit ? html`<span class="state bad small">${gettext("late")}</span>` : nothing}
          </span>
        </div>
        <div class="row between">
          <span class="soft small">${explain(each, ringing, now)}</span>
          <span class="row">
            <button type="button" class="quiet small" aria-label=${gettext("Priority: {reason}", { reason: each.reason_name })} @click=${() => order("priority")}>
              ${gettext("Priority")}
            </button>
            <button type="button" class="small" aria-label=${gettext("Assign: {reason}", { reason: each.reason_name })} @click=${() => order("assign")}>
              ${gettext("Assign")}
            </button>
          </span>
        </div>
      </li>
    `;
  }
}

customElements.define("waiting-list", WaitingList);
