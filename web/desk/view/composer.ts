/** Where an agent writes: what leaves may have to be looked at first. It is held, looked at and sent by itself. */

import { html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { gettext } from "../../shared/data/text";
import { MessageComposer } from "../../shared/view/composer";

export class HeldComposer extends MessageComposer {
  /** What must be known before a text leaves, asked when it is sent: why it cannot, or ""; null: nothing. */
  @property({ attribute: false }) hold: ((text: string) => Promise<string>) | null = null;
  /** The text that leaves as soon as that is known; null: none does. */
  @state() private held: string | null = null;

  protected override willUpdate(changed: Map<string, unknown>): void {
    super.willUpdate(changed);
    if (changed.has("draft")) this.held = null;
  }

  protected override updated(changed: Map<string, unknown>): void {
    super.updated(changed);
    this.area.readOnly = this.held !== null;
  }

  protected override render(): TemplateResult {
    return html`${super.render()}${this.hold === null
      ? nothing
      : html`<p class="small" role="status">${this.held === null ? "" : gettext("A quick automatic check, then it leaves…")}</p>`}`;
  }

  protected override say(text: string): void {
    if (this.hold === null || text === "") super.say(text);
    else if (this.held === null) void this.sayOnceKnown(text, this.hold);
  }

  /** What is shown by then is another conversation, or was written on: then nothing leaves by itself. */
  private async sayOnceKnown(text: string, hold: (text: string) => Promise<string>): Promise<void> {
    this.held = text;
    const refusal = await hold(text);
    if (this.held !== text || this.area.value.trim() !== text) return;
    [this.held, this.refusal] = [null, refusal];
    if (refusal === "") super.say(text);
  }
}

customElements.define("held-composer", HeldComposer);
