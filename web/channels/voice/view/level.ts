/** A bar that shows how loud a stream is. It is drawn ten times a second and says nothing to a screen reader. */

import { html, type PropertyValues, type TemplateResult } from "lit";
import { property, query } from "lit/decorators.js";
import { PageElement } from "../../../shared/view/element";
import { LevelMeter } from "../data/level";

const LOOK_MS = 100;

export class SoundLevel extends PageElement {
  @property({ attribute: false }) stream: MediaStream | null = null;
  @query("meter") private readonly meter!: HTMLMeterElement;
  private measuring: LevelMeter | null = null;
  private timer = 0;

  override disconnectedCallback(): void {
    this.stop();
    super.disconnectedCallback();
  }

  protected override render(): TemplateResult {
    return html`<meter class="sound-level" min="0" max="1" value="0" aria-hidden="true"></meter>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has("stream")) return;
    this.stop();
    if (this.stream === null || this.stream.getAudioTracks().length === 0) return;
    this.measuring = new LevelMeter();
    this.measuring.listen(this.stream);
    this.timer = window.setInterval(() => (this.meter.value = this.measuring?.read() ?? 0), LOOK_MS);
  }

  private stop(): void {
    window.clearInterval(this.timer);
    this.measuring?.close();
    this.measuring = null;
    if (this.hasUpdated) this.meter.value = 0;
  }
}

customElements.define("sound-level", SoundLevel);
