/**
 * The telephone in the bar of the desk: it follows the agent's calls, has his headset tried, and says what went wrong. Event: `asking`, with
 * the calls into which colleagues ask him and for which this browser is to ring.
 */

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { shelf } from "../../../shared/data/shelf";
import { gettext } from "../../../shared/data/text";
import { PageElement } from "../../../shared/view/element";
import type { LegCard } from "../../../shared/words/live";
import { readHeadset, type Headset } from "../data/devices";
import { telephone } from "../data/here";
import type { HeadsetCheck } from "./headset";
import "./campaigns";
import "./emergency";
import "./headset";
import "./invitations";
import "./panel";
import { explainTrouble } from "./trouble";

const LOOK_MS = 3_000;

export class DeskTelephone extends PageElement {
  @property({ attribute: false }) legs: readonly LegCard[] = [];
  @state() private tried = readHeadset(shelf).tried;
  @query("headset-check") private readonly check!: HeadsetCheck;
  private timer = 0;
  private asking = "";
  private readonly draw = (): void => this.requestUpdate();
  /** Leaving in the middle of a call would cut somebody off: the browser asks first. */
  private readonly ask = (event: BeforeUnloadEvent): void => {
    if (telephone.isSpeaking) event.preventDefault();
  };

  override connectedCallback(): void {
    super.connectedCallback();
    telephone.addEventListener("changed", this.draw);
    addEventListener("beforeunload", this.ask);
    this.timer = window.setInterval(() => {
      if (telephone.isSpeaking) void telephone.look();
    }, LOOK_MS);
  }

  override disconnectedCallback(): void {
    telephone.removeEventListener("changed", this.draw);
    removeEventListener("beforeunload", this.ask);
    window.clearInterval(this.timer);
    super.disconnectedCallback();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("legs")) telephone.follow(this.legs);
    const asking = telephone.listAsking();
    if (this.asking === asking.join()) return;
    this.asking = asking.join();
    this.dispatchEvent(new CustomEvent("asking", { detail: asking }));
  }

  protected override render(): TemplateResult {
    return html`
      <button type="button" class=${this.tried ? "quiet" : ""} @click=${() => void this.check.show()}>
        ${this.tried ? gettext("Headset") : gettext("Try my headset")}
      </button>
      <headset-check @headset=${this.change}></headset-check>
      <call-invitations class="telephone-trouble" .legs=${this.legs}></call-invitations>
      <div role="alert" class="telephone-trouble">${this.drawTrouble()}</div>
    `;
  }

  private drawTrouble(): TemplateResult | typeof nothing {
    const trouble = telephone.lastTrouble;
    if (trouble === null) return nothing;
    return html`<div class="notice bad">
      <p><strong>${gettext("A call could not be given to you: the caller waits for somebody else, with his place kept.")}</strong> ${explainTrouble(trouble)}</p>
      <p class="row">
        <button type="button" @click=${() => void this.check.show()}>${gettext("Try my headset")}</button>
        <button type="button" class="quiet" @click=${() => telephone.forgetTrouble()}>${gettext("Close")}</button>
      </p>
    </div>`;
  }

  private change({ detail }: CustomEvent<Headset>): void {
    this.tried = detail.tried;
    void telephone.changeHeadset(detail).catch(() => undefined); // the check says what is wrong with it
  }
}

customElements.define("desk-telephone", DeskTelephone);
