/** The call of a contact: where it stands, and what can be done with it. The end of the conversation hangs up. */

import { html, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { serverNow, writeLength } from "../../../shared/data/clock";
import { gettext } from "../../../shared/data/text";
import { EverySecond, PageElement } from "../../../shared/view/element";
import type { Colleague, RelayChoice } from "../../../shared/words/desk";
import type { CallFacts, LegCard } from "../../../shared/words/live";
import { callDoors, type Wish } from "../data/doors";
import { telephone } from "../data/here";
import { findCompany, findOwnLeg, isCalling, nameCalled } from "../data/party";
import type { Quality } from "../data/quality";
import type { ReadonlyLine } from "../data/softphone";
import { drawAttending } from "./attending";
import "./consult";
import "./level";
import { drawRelay, nameCaller } from "./relay";
import { drawTaping, drawTapingChoices } from "./taping";
import "./texting";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];
/** A call that was given to this agent rings within a second. */
const PATIENCE_MS = 8_000;

export class CallPanel extends PageElement {
  @property() contact = "";
  @property({ attribute: false }) legs: readonly LegCard[] = [];
  /** Of a callback: whom we call. */
  @property({ attribute: false }) call: CallFacts | null = null;
  @property({ attribute: false }) colleagues: readonly Colleague[] = [];
  @property({ attribute: false }) relays: readonly RelayChoice[] = [];
  /** The agent's shortcut that mutes. */
  @property() muteKeys = "";
  /** Both see one another write. */
  @property({ type: Boolean, attribute: "has-text" }) hasText = false;
  /** Whoever calls writes. */
  @property({ type: Boolean, attribute: "is-written" }) isWritten = false;
  private since = Date.now();
  private pressed = "";
  private problem = "";
  private readonly draw = (): void => this.requestUpdate();

  constructor() {
    super();
    new EverySecond(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    telephone.addEventListener("changed", this.draw);
  }

  override disconnectedCallback(): void {
    telephone.removeEventListener("changed", this.draw);
    super.disconnectedCallback();
  }

  toggleMute(): void {
    const leg = this.leg;
    if (leg !== undefined) telephone.mute(leg.leg, !(telephone.find(leg.leg)?.isMuted ?? false));
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("contact")) [this.since, this.pressed, this.problem] = [Date.now(), "", ""];
  }

  protected override render(): TemplateResult {
    const { leg } = this;
    const line = leg === undefined ? undefined : telephone.find(leg.leg);
    return html`
      <section class="call-controls" aria-label=${gettext("Telephone call")}>
        <p class="row between">
          <strong role="status">${sayState(leg, line, this.call, Date.now() - this.since > PATIENCE_MS)}</strong>
          ${leg === undefined ? nothing : html`<span class="row"><span class="number">${nameCaller(leg)}</span> ${this.drawTime(leg)}</span>`}
        </p>
        ${leg === undefined ? nothing : drawRelay(leg)} ${leg === undefined ? nothing : drawAttending(leg)}
        ${leg === undefined || leg.taping === "" || leg.state === "ringing" ? nothing : drawTaping(leg)}
        ${leg === undefined || leg.state === "ringing" ? nothing : this.drawControls(leg, line)}
        ${this.problem === "" ? nothing : html`<p class="notice bad" role="alert">${this.problem}</p>`}
      </section>
    `;
  }

  private get leg(): LegCard | undefined {
    const leg = findOwnLeg(this.legs, this.contact);
    return leg === undefined ? undefined : nameCalled(leg, this.call);
  }

  private drawTime(leg: LegCard): TemplateResult | typeof nothing {
    if (leg.state === "ringing" || isCalling(leg, this.call)) return nothing;
    return html`<span class="number soft" role="timer" aria-label=${gettext("Length of the call")}>${writeLength(serverNow() - leg.since)}</span>`;
  }

  private drawControls(leg: LegCard, line: ReadonlyLine | undefined): TemplateResult {
    if (line?.sound === "elsewhere") {
      return html`<p class="row"><button type="button" @click=${() => void telephone.fetchHere(leg.leg)}>${gettext("Take the sound here")}</button></p>`;
    }
    const [isHeld, isAlone, isThere] = [leg.state === "held", findCompany(leg).kind === "alone", !isCalling(leg, this.call)];
    return html`
      <div class="row">
        ${line?.sound === "joined" ? this.drawMute(line) : nothing}
        ${isThere && isAlone ? this.drawHold(leg, isHeld) : nothing}
        ${isThere && line?.sound === "joined" ? this.drawKeypad(leg) : nothing}
        ${isThere && isAlone ? this.drawConsult(leg) : nothing} ${drawTapingChoices(leg, (wish) => this.ask(leg, wish))}
        ${isThere ? html`<call-text contact=${this.contact} ?open=${this.hasText} ?written=${this.isWritten}></call-text>` : nothing}
      </div>
      ${isAlone ? nothing : this.drawConsult(leg)}
      ${line?.sound === "joined" ? this.drawSound(line) : nothing}
    `;
  }

  private drawConsult(leg: LegCard): TemplateResult {
    return html`<call-consult .leg=${leg} .colleagues=${this.colleagues} .relays=${this.relays}></call-consult>`;
  }

  private drawHold(leg: LegCard, isHeld: boolean): TemplateResult {
    return html`<button type="button" aria-pressed=${isHeld ? "true" : "false"} @click=${() => this.ask(leg, isHeld ? "resume" : "hold")}>
      ${isHeld ? gettext("Take the caller back") : gettext("Put on hold")}
    </button>`;
  }

  private drawMute(line: ReadonlyLine): TemplateResult {
    const keys = this.muteKeys;
    return html`<button
      type="button"
      aria-pressed=${line.isMuted ? "true" : "false"}
      title=${keys === "" ? nothing : keys}
      aria-keyshortcuts=${keys === "" ? nothing : keys}
      @click=${this.toggleMute}
    >
      ${line.isMuted ? gettext("Microphone off: switch on") : gettext("Switch the microphone off")}
    </button>`;
  }

  private drawKeypad(leg: LegCard): TemplateResult {
    const press = (key: string): void => {
      this.pressed = (this.pressed + key).slice(-20);
      this.requestUpdate();
      void telephone.press(leg.leg, key).catch((error: unknown) => this.say(error));
    };
    return html`<details class="keypad">
      <summary class="button">${gettext("Keypad")}</summary>
      <output aria-label=${gettext("Keys pressed")}>${this.pressed}</output>
      <div class="keys" role="group" aria-label=${gettext("Keypad")}>${KEYS.map((key) => html`<button type="button" @click=${() => press(key)}>${key}</button>`)}</div>
    </details>`;
  }

  private drawSound(line: ReadonlyLine): TemplateResult {
    return html`<p class="row soft small">
      <span>${gettext("You")}</span> <sound-level .stream=${line.isMuted ? null : (line.joint?.said ?? null)}></sound-level>
      <span>${gettext("Caller")}</span> <sound-level .stream=${line.joint?.heard ?? null}></sound-level>
      <span>${gettext("Sound quality: {quality}", { quality: nameQuality(line.quality) })}</span>
    </p>`;
  }

  private ask(leg: LegCard, wish: Wish): void {
    this.problem = "";
    callDoors.steer(leg.leg, wish).catch((error: unknown) => this.say(error));
  }

  private say(error: unknown): void {
    this.problem = error instanceof Error ? error.message : "";
    this.requestUpdate();
  }
}

function nameQuality(quality: Quality | null): string {
  switch (quality) {
    case "good":
      return gettext("Good");
    case "medium":
      return gettext("Medium");
    case "bad":
      return gettext("Bad");
    case null:
      return gettext("not known yet");
  }
}

/** :param call: of a callback. :param late: nothing rang although the contact is his. */
function sayState(leg: LegCard | undefined, line: ReadonlyLine | undefined, call: CallFacts | null, late: boolean): string {
  if (leg === undefined) return late ? gettext("The call does not come: the telephone may have stopped. Transfer or hang up.") : gettext("The call is coming…");
  if (leg.state !== "ringing" && isCalling(leg, call) && line?.sound !== "elsewhere" && line?.sound !== "troubled") return sayCalling(leg);
  if (leg.post === "browser" && line !== undefined && line.sound !== "joined") return saySound(line);
  if (leg.state === "ringing") return leg.post === "telephone" ? gettext("Your telephone rings: pick up.") : gettext("Setting up the sound…");
  if (findCompany(leg).kind !== "alone") return gettext("In a call");
  return leg.state === "held" ? gettext("On hold: the caller hears music") : gettext("You are speaking with the caller");
}

function sayCalling({ relay }: LegCard): string {
  if (relay !== "") return gettext("We are calling {name}: it rings until somebody answers.", { name: relay });
  return gettext("We are calling the citizen: it rings until he answers.");
}

function saySound({ sound }: ReadonlyLine): string {
  switch (sound) {
    case "joining":
    case "joined":
      return gettext("Setting up the sound…");
    case "elsewhere":
      return gettext("Another tab or another computer of yours has the sound of this call.");
    case "returning":
      return gettext("The sound was lost: the caller hears music while it comes back…");
    case "troubled":
      return gettext("There is no sound here: the caller goes to somebody else.");
  }
}

customElements.define("call-panel", CallPanel);
