/**
 * Choose and try a headset: the microphone shows its level, a sound is played where calls will be heard. Kept by this browser. Call `show()`.
 * Event `headset`: it changed.
 */

import { html, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { shelf } from "../../../shared/data/shelf";
import { gettext } from "../../../shared/data/text";
import { PageElement } from "../../../shared/view/element";
import { findDevices, findTrouble, keepHeadset, openMicrophone, readHeadset, type Headset, type Trouble } from "../data/devices";
import { explainTrouble } from "./trouble";
import "./level";

const TONE_SECONDS = 1;
const TONE_HERTZ = 440;

export class HeadsetCheck extends PageElement {
  @property({ attribute: false }) headset: Headset = readHeadset(shelf);
  @state() private stream: MediaStream | null = null;
  @state() private devices: readonly MediaDeviceInfo[] = [];
  @state() private trouble: Trouble | null = null;
  @query("dialog") private readonly dialog!: HTMLDialogElement;

  async show(): Promise<void> {
    if (!this.dialog.open) this.dialog.showModal();
    await this.listen();
  }

  override disconnectedCallback(): void {
    this.stop();
    super.disconnectedCallback();
  }

  protected override render(): TemplateResult {
    return html`
      <dialog class="headset" aria-labelledby="headset-title" @close=${this.stop}>
        <h2 id="headset-title">${gettext("Try my headset")}</h2>
        ${this.trouble === null ? nothing : html`<p class="notice bad" role="alert">${explainTrouble(this.trouble)}</p>`}
        ${this.drawChoice("audioinput", gettext("Microphone"), this.headset.microphone)}
        <div class="field">
          <span class="label">${gettext("Speak: the bar moves")}</span>
          <sound-level .stream=${this.stream}></sound-level>
        </div>
        ${"setSinkId" in HTMLMediaElement.prototype ? this.drawChoice("audiooutput", gettext("Where I hear callers"), this.headset.output) : nothing}
        <p><button type="button" @click=${() => void this.play()}>${gettext("Play a sound")}</button></p>
        <form method="dialog" class="row">
          <button class="primary" @click=${this.keep}>${gettext("It works")}</button>
          ${this.trouble === null
            ? html`<button>${gettext("Close")}</button>`
            : html`<button type="button" @click=${() => void this.listen()}>${gettext("Try again")}</button><button>${gettext("Close")}</button>`}
        </form>
      </dialog>
    `;
  }

  private drawChoice(kind: MediaDeviceKind, label: string, chosen: string): TemplateResult {
    const found = this.devices.filter((device) => device.kind === kind && device.deviceId !== "" && device.deviceId !== "default");
    const choose = (event: Event): void => {
      const { value } = event.target as HTMLSelectElement;
      this.change(kind === "audioinput" ? { microphone: value } : { output: value });
    };
    return html`<div class="field">
      <label for="headset-${kind}">${label}</label>
      <select id="headset-${kind}" @change=${choose}>
        <option value="" ?selected=${chosen === ""}>${gettext("The one of this computer")}</option>
        ${found.map((device) => html`<option value=${device.deviceId} ?selected=${device.deviceId === chosen}>${device.label}</option>`)}
      </select>
    </div>`;
  }

  private change(change: Partial<Headset>): void {
    this.headset = { ...this.headset, ...change };
    keepHeadset(shelf, this.headset);
    if (change.microphone !== undefined) void this.listen();
    this.dispatchEvent(new CustomEvent<Headset>("headset", { detail: this.headset }));
  }

  private keep(): void {
    if (this.stream !== null) this.change({ tried: true });
  }

  /** The names of devices are told only once the microphone is open. */
  private async listen(): Promise<void> {
    this.stop();
    try {
      this.stream = await openMicrophone(findDevices(), this.headset.microphone);
      this.trouble = null;
      this.devices = await findDevices().enumerateDevices();
      if (!this.dialog.open) this.stop();
    } catch (error) {
      this.trouble = findTrouble(error);
    }
  }

  private stop(): void {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
  }

  private async play(): Promise<void> {
    const audio = new AudioContext();
    const [tone, gain, out, player] = [audio.createOscillator(), audio.createGain(), audio.createMediaStreamDestination(), new Audio()];
    tone.frequency.value = TONE_HERTZ;
    gain.gain.value = 0.2;
    tone.connect(gain).connect(out);
    player.srcObject = out.stream;
    if (this.headset.output !== "" && "setSinkId" in player) await player.setSinkId(this.headset.output).catch(() => undefined);
    tone.onended = () => void audio.close();
    tone.start();
    tone.stop(audio.currentTime + TONE_SECONDS);
    await player.play().catch(() => undefined);
  }
}

customElements.define("headset-check", HeadsetCheck);
