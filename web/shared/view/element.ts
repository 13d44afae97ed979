/** The base of our elements: drawn in the page itself, so that one theme, its labels and its focus order hold everywhere. */

import { LitElement } from "lit";

export class PageElement extends LitElement {
  protected override createRenderRoot(): this {
    this.replaceChildren(); // what the server wrote for browsers without scripts
    return this;
  }
}

/** Ask for a new drawing every second, while the element is in the page. */
export class EverySecond {
  private timer = 0;

  constructor(private readonly host: LitElement) {
    host.addController(this);
  }

  hostConnected(): void {
    this.timer = window.setInterval(() => this.host.requestUpdate(), 1_000);
  }

  hostDisconnected(): void {
    window.clearInterval(this.timer);
  }
}
