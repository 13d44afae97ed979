/** A colleague asks this agent into his call: answer, decline, then leave it again. */

import { html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { gettext } from "../../../shared/data/text";
import { PageElement } from "../../../shared/view/element";
import type { LegCard } from "../../../shared/words/live";
import { callDoors } from "../data/doors";
import { telephone } from "../data/here";
import { listInvitations, nameHost } from "../data/party";

export class CallInvitations extends PageElement {
  @property({ attribute: false }) legs: readonly LegCard[] = [];
  @state() private problem = "";

  protected override render(): TemplateResult {
    return html`<div role="alert">${listInvitations(this.legs).map((leg) => this.drawOne(leg))}</div>`;
  }

  private drawOne(leg: LegCard): TemplateResult {
    return html`<div class="notice">
      <p><strong>${sayInvitation(leg)}</strong></p>
      <div class="row">
        ${leg.state === "ringing" && leg.post === "browser"
          ? html`<button type="button" class="primary" @click=${() => telephone.accept(leg.leg)}>${gettext("Answer")}</button>`
          : nothing}
        <button type="button" @click=${() => this.leave(leg)}>${leg.state === "ringing" ? gettext("Decline") : gettext("Leave the call")}</button>
      </div>
      ${this.problem === "" ? nothing : html`<p>${this.problem}</p>`}
    </div>`;
  }

  private leave(leg: LegCard): void {
    this.problem = "";
    callDoors.steer(leg.leg, "hang-up").catch((error: unknown) => {
      this.problem = error instanceof Error ? error.message : "";
    });
  }
}

function sayInvitation(leg: LegCard): string {
  const name = nameHost(leg);
  if (leg.state !== "ringing") return gettext("You are helping {name} in a call.", { name });
  return leg.post === "telephone"
    ? gettext("{name} asks for your advice on a call: your telephone rings.", { name })
    : gettext("{name} asks for your advice on a call.", { name });
}

customElements.define("call-invitations", CallInvitations);
