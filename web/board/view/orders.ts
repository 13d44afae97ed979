/** The orders that hold: what, who, since when, until when, and the way back. Event: `undo`. */

import { html, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { gettext, ngettext } from "../../shared/data/text";
import { PageElement } from "../../shared/view/element";
import { KeptFocus } from "../../shared/view/focus";
import type { OrderShown } from "../../shared/words/board";
import { writeTime } from "./names";

export class OrderList extends PageElement {
  @property({ attribute: false }) orders: readonly OrderShown[] = [];

  constructor() {
    super();
    new KeptFocus(this, () => this.querySelector("h2")?.focus()); // an order that is undone goes away with its button
  }

  protected override render(): TemplateResult {
    const latest = this.orders.toSorted((one, other) => other.given_at - one.given_at);
    return html`
      <section class="card" aria-labelledby="orders-title">
        <h2 id="orders-title" tabindex="-1">${gettext("Orders that hold")}</h2>
        ${latest.length === 0
          ? html`<p class="soft">${gettext("None. What you order shows here, with a way to undo it.")}</p>`
          : html`<ul class="rows">
              ${repeat(latest, (order) => order.order, (order) => this.drawOrder(order))}
            </ul>`}
      </section>
    `;
  }

  private drawOrder(order: OrderShown): TemplateResult {
    const undo = (): boolean => this.dispatchEvent(new CustomEvent("undo", { detail: order, bubbles: true }));
    const times = { by: order.by, time: writeTime(order.given_at) };
    const isSeen = order.kind === "assign" || order.kind === "priority";
    return html`
      <li class="row between">
        <span class="grows">
          <strong>${order.sentence}</strong>
          ${order.text === "" ? nothing : html`<br /><q class="small">${order.text}</q>`}<br />
          <span class="soft small">
            ${gettext("{by}, at {time}", times)}${order.until === null || isSeen ? nothing : html` · ${gettext("until {time}", { time: writeTime(order.until) })}`}
            ${order.until === null && !isSeen ? html` · ${gettext("until it is undone")}` : nothing}
            ${order.kind === "message" ? html` · ${ngettext("read by {count}", "read by {count}", order.readers)}` : nothing}
          </span>
        </span>
        <button type="button" class="small" aria-label=${gettext("Undo: {sentence}", { sentence: order.sentence })} @click=${undo}>
          ${order.kind === "close" ? gettext("Open again") : gettext("Undo")}
        </button>
      </li>
    `;
  }
}

customElements.define("order-list", OrderList);
