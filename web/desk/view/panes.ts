/**
 * The border between a pane and the exchange: dragged with the pointer, moved with the arrows (the window splitter of the ARIA practices),
 * put back by a double click. Event `resize`: the width wanted, in pixels.
 */

import { html, type LitElement, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { shelf } from "../../shared/data/shelf";
import { PageElement } from "../../shared/view/element";
import { FIRST_WIDTHS, LEAST, fit, getMost, keepWidths, readKey, readWidths, resize, type Side } from "../data/panes";

/** As in desk.css: below it what is known of the person stands under the work, and takes no width of its own. */
const STACKED = "(width < 72rem)";

export class PaneBorder extends PageElement {
  @property() side: Side = "work";
  @property() label = "";
  /** The id of the pane. */
  @property() pane = "";
  @property({ type: Number }) width = 0;
  @property({ type: Number }) most = 0;

  protected override render(): TemplateResult {
    return html`<div
      class="border"
      role="separator"
      tabindex="0"
      aria-orientation="vertical"
      aria-label=${this.label}
      aria-controls=${this.pane}
      aria-valuemin=${LEAST}
      aria-valuemax=${this.most}
      aria-valuenow=${this.width}
      aria-valuetext=${`${this.width} px`}
      @keydown=${this.pressed}
      @pointerdown=${this.grasp}
      @pointermove=${this.drag}
      @dblclick=${() => this.ask(FIRST_WIDTHS[this.side])}
    ></div>`;
  }

  private pressed(event: KeyboardEvent): void {
    const wanted = readKey(event.key, this.side, this.width);
    if (wanted === undefined) return;
    event.preventDefault();
    this.ask(wanted);
  }

  private grasp(event: PointerEvent): void {
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    event.preventDefault();
  }

  private drag(event: PointerEvent): void {
    const border = event.currentTarget as Element;
    const desk = this.parentElement?.getBoundingClientRect();
    if (desk === undefined || !border.hasPointerCapture(event.pointerId)) return;
    this.ask(this.side === "work" ? event.clientX - desk.left : desk.right - event.clientX);
  }

  private ask(width: number): void {
    this.dispatchEvent(new CustomEvent("resize", { detail: width }));
  }
}

customElements.define("pane-border", PaneBorder);

/** The widths of a desk's panes, as the agent left them: its borders, and what its style sheet draws with. */
export class PaneWidths {
  private widths = readWidths(shelf);
  private readonly draw = (): void => this.host.requestUpdate();

  constructor(private readonly host: LitElement) {
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener("resize", this.draw);
  }

  hostDisconnected(): void {
    removeEventListener("resize", this.draw);
  }

  hostUpdated(): void {
    const { work, about } = fit(this.widths, this.whole);
    this.host.style.setProperty("--work", `${work}px`);
    this.host.style.setProperty("--about", `${about}px`);
  }

  drawBorder(side: Side, label: string): TemplateResult {
    const widths = fit(this.widths, this.whole);
    const set = (event: CustomEvent<number>): void => {
      this.widths = resize(widths, side, event.detail, this.whole);
      keepWidths(shelf, this.widths);
      this.draw();
    };
    return html`<pane-border
      side=${side}
      pane="pane-${side}"
      label=${label}
      .width=${widths[side]}
      .most=${getMost(widths, side, this.whole)}
      @resize=${set}
    ></pane-border>`;
  }

  private get desk(): HTMLElement | null {
    return this.host.querySelector<HTMLElement>(".desk");
  }

  private get whole(): number {
    const width = this.desk?.clientWidth ?? window.innerWidth;
    return window.matchMedia(STACKED).matches ? width + this.widths.about : width;
  }
}
