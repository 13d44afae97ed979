/** The calls that are held now, with everybody in them; and where a campaign allows it, the way to listen. */

import { html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { sayAttending } from "../../channels/voice/view/attending";
import { serverNow, writeLength } from "../../shared/data/clock";
import { gettext } from "../../shared/data/text";
import { EverySecond, PageElement } from "../../shared/view/element";
import type { Board, CallShown, LegShown } from "../../shared/words/board";
import { MANNERS, doors } from "../data/calls";
import { attendance } from "../data/here";
import { findOwn, findOwnLeg, isHeard, type Manner } from "../data/ongoing";
import { explainObstacle, nameLeg, nameManner, nameSide, saySounding } from "./legs";

const SHOWN = 12;

export class OngoingCalls extends PageElement {
  @property({ attribute: false }) board!: Board;
  @state() private problem = "";
  @state() private isBusy = false;
  private readonly draw = (): void => this.requestUpdate();

  constructor() {
    super();
    new EverySecond(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    attendance.addEventListener("changed", this.draw);
  }

  override disconnectedCallback(): void {
    attendance.removeEventListener("changed", this.draw);
    super.disconnectedCallback();
  }

  protected override updated(changed: Map<string, unknown>): void {
    if (changed.has("board")) attendance.follow(this.board.attending);
  }

  protected override render(): TemplateResult {
    const { calls } = this.board;
    return html`
      <section class="card ongoing" aria-labelledby="calls-title">
        <div class="row between">
          <h2 id="calls-title">${gettext("Calls in progress")}</h2>
          <span class="row">
            <a class="button quiet small" href="/board/lines">${gettext("Telephone lines")}</a>
            <a class="button quiet small" href="/board/listening">${gettext("Listening campaigns")}</a>
          </span>
        </div>
        <div role="alert">${this.problem === "" ? nothing : html`<p class="notice bad">${this.problem}</p>`}</div>
        ${calls.length === 0
          ? html`<p class="soft">${gettext("Nobody is on the telephone.")}</p>`
          : html`<ul class="rows">${repeat(calls.slice(0, SHOWN), (each) => each.call, (each) => this.drawCall(each))}</ul>`}
        ${calls.length > SHOWN ? html`<p class="soft small">${gettext("The {count} longest are shown.", { count: SHOWN })}</p>` : nothing}
      </section>
    `;
  }

  private drawCall(call: CallShown): TemplateResult {
    const own = findOwn(call, this.board.account);
    return html`
      <li>
        <p class="row between"><strong>${call.line}</strong> <span class="number" role="timer">${writeLength(serverNow() - call.began_at)}</span></p>
        <ul class="legs small">${call.legs.map((leg) => drawLeg(leg))}</ul>
        ${own === undefined ? this.drawChoice(call) : this.drawOwn(call, own)}
      </li>
    `;
  }

  private drawChoice(call: CallShown): TemplateResult {
    const name = nameCall(call);
    const permit = call.permits.find(({ account }) => account === this.board.account);
    const other = call.legs.find(({ side }) => side === "listener");
    if (permit === undefined) return html`<p class="soft small">${explainObstacle(call.obstacle)}</p>`;
    if (other !== undefined) return html`<p class="soft small">${sayAttending(other.name, other.manner)}</p>`;
    return html`<div class="row" role="group" aria-label=${name}>
      ${MANNERS.map((manner) => html`<button type="button" class="small" ?disabled=${this.isBusy} aria-label="${nameManner(manner)} (${name})" @click=${() => this.attend(call, manner)}>${nameManner(manner)}</button>`)}
    </div>`;
  }

  private drawOwn(call: CallShown, own: LegShown): TemplateResult {
    const card = findOwnLeg(this.board, call);
    return html`
      <p role="status" class="small">${isHeard(own) ? sayOwn(own.manner) : gettext("Setting up the sound…")} ${card === undefined ? nothing : this.drawSound(card.leg)}</p>
      <div class="row" role="group" aria-label=${nameCall(call)}>
        ${MANNERS.map((manner) => html`<button type="button" class="small" aria-pressed=${own.manner === manner ? "true" : "false"} ?disabled=${this.isBusy || !isHeard(own)} @click=${() => this.attend(call, manner)}>${nameManner(manner)}</button>`)}
        <button type="button" class="small primary" @click=${() => void this.ask(doors.leave(own.leg))}>${gettext("Leave the call")}</button>
      </div>
    `;
  }

  private drawSound(leg: string): TemplateResult | typeof nothing {
    const sound = attendance.find(leg)?.sound;
    if (sound === "elsewhere") return html`${gettext("The sound is on another page or computer of yours.")}`;
    if (sound === "troubled") return html`${gettext("There is no sound here: look at the microphone and the loudspeaker.")}`;
    return nothing;
  }

  private attend(call: CallShown, manner: Manner): void {
    void this.ask(doors.attend(call.call, manner));
  }

  private async ask(asked: Promise<unknown>): Promise<void> {
    [this.problem, this.isBusy] = ["", true];
    try {
      await asked;
    } catch (error) {
      this.problem = error instanceof Error ? error.message : "";
    } finally {
      this.isBusy = false;
    }
  }
}

function nameCall(call: CallShown): string {
  return call.legs.find(({ side, part }) => side === "agent" && part === "main")?.name ?? call.line;
}

function sayOwn(manner: LegShown["manner"]): string {
  switch (manner) {
    case "whisper":
      return gettext("The agent alone hears you.");
    case "join":
      return gettext("Everybody hears you.");
    case "listen":
    case "":
      return gettext("Nobody hears you. The agent sees that you listen.");
  }
}

function drawSounding({ sounding }: LegShown): TemplateResult | typeof nothing {
  if (sounding === "") return nothing;
  return html`<span class=${sounding === "good" ? "soft" : "danger"}>${saySounding(sounding)}</span>`;
}

function drawLeg(leg: LegShown): TemplateResult {
  return html`<li class="row between">
    <span>${nameLeg(leg)} <span class="soft">${nameSide(leg)}</span> ${drawSounding(leg)}</span>
    <span class="number soft">${writeLength(serverNow() - leg.since)}</span>
  </li>`;
}

customElements.define("ongoing-calls", OngoingCalls);
