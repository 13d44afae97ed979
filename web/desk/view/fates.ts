/** Looks what became of the lines of a contact, now and then and whenever one is said; draws nothing. Event `fates`: a `Fates`. */

import { property } from "lit/decorators.js";
import { PageElement } from "../../shared/view/element";
import { doors } from "../data/calls";
import type { Fates } from "../data/fates";

const LOOK_MS = 5_000;

export class LineFates extends PageElement {
  @property() contact = "";
  /** The last line that was said. */
  @property({ type: Number }) last = 0;
  private timer = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = window.setInterval(() => document.hidden || void this.look(), LOOK_MS);
  }

  override disconnectedCallback(): void {
    window.clearInterval(this.timer);
    super.disconnectedCallback();
  }

  protected override updated(): void {
    void this.look();
  }

  /** A look that fails is made again a moment later. */
  private async look(): Promise<void> {
    const { contact } = this;
    const found = await doors.getFates(contact).catch(() => null);
    if (found === null || contact !== this.contact) return;
    const fates: Fates = new Map(found.sent.map(({ number, state }) => [number, state]));
    this.dispatchEvent(new CustomEvent("fates", { detail: fates }));
  }
}

customElements.define("line-fates", LineFates);
