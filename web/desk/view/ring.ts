/**
 * What makes a contact that rings, or a colleague who asks for advice, heard and seen: a sound made here (no file), a notification of the
 * system without personal data, and how the agent wishes it. The system is asked for leave only by the button; a browser that knows no notifications offers none.
 */

import { html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { shelf } from "../../shared/data/shelf";
import { gettext } from "../../shared/data/text";
import { PageElement } from "../../shared/view/element";
import { Bell, holdRing, keepWishes, readWishes, type RingWishes } from "../data/ring";
import { Chime, COLLEAGUE, CONTACT } from "./chime";

const AGAIN_AFTER_MS = 3_000;

export class DeskRing extends PageElement {
  @property({ type: Number }) agent = 0;
  /** The contacts that ring. */
  @property({ attribute: false }) ringing: readonly string[] = [];
  /** The calls into which colleagues ask this agent, until he answers or declines. */
  @property({ attribute: false }) asking: readonly string[] = [];
  @state() private wishes: RingWishes = readWishes(shelf);
  @state() private holds = false;
  @state() private silenced = false;
  private readonly bell = new Bell();
  private readonly chime = new Chime();
  private shown: Notification | null = null;
  private timer = 0;

  /** The panel lies over the conversation: a press anywhere else closes it. */
  private readonly leave = (event: Event): void => {
    if (!(event.target instanceof Node && this.contains(event.target))) this.querySelector("details")?.removeAttribute("open");
  };

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("pointerdown", this.leave);
    holdRing(this.agent, () => (this.holds = true), "locks" in navigator ? navigator.locks : null);
  }

  override disconnectedCallback(): void {
    removeEventListener("pointerdown", this.leave);
    this.stop();
    super.disconnectedCallback();
  }

  protected override updated(changed: Map<string, unknown>): void {
    if (changed.has("ringing") || changed.has("asking") || changed.has("holds")) this.follow();
  }

  protected override render(): TemplateResult {
    return html`
      <details class="menu ring" @keydown=${this.closeOnEscape}>
        <summary class="button quiet">${this.wishes.sounds ? gettext("Ringing") : gettext("Ringing, sound off")}</summary>
        <div class="panel">${this.drawSound()} ${this.drawNotification()} ${this.drawTabs()}</div>
      </details>
      ${this.silenced ? html`<span role="status" class="soft small">${gettext("The browser keeps silent until you click on this page.")}</span>` : nothing}
    `;
  }

  private drawSound(): TemplateResult {
    const { sounds, volume } = this.wishes;
    const turn = (event: Event): void => this.wish({ sounds: (event.target as HTMLInputElement).checked });
    const set = (event: Event): void => this.wish({ volume: Number((event.target as HTMLInputElement).value) });
    return html`
      <label class="choice"><input type="checkbox" .checked=${sounds} @change=${turn} /> ${gettext("Sound when a contact rings")}</label>
      <label class="label" for="ring-volume">${gettext("Volume")}</label>
      <input type="range" id="ring-volume" min="5" max="100" step="5" .value=${String(volume)} ?disabled=${!sounds} @change=${set} />
      <button type="button" ?disabled=${!sounds} @click=${() => void this.play()}>${gettext("Try the sound")}</button>
    `;
  }

  private drawNotification(): TemplateResult | typeof nothing {
    if (!("Notification" in window)) return nothing;
    if (Notification.permission === "denied") {
      return html`<p class="soft small">${gettext("This browser refuses notifications from this site. Its settings can allow them.")}</p>`;
    }
    const shows = this.wishes.notifies && Notification.permission === "granted";
    return html`<button type="button" aria-pressed=${shows ? "true" : "false"} @click=${() => void this.turnNotification(!shows)}>
      ${gettext("Notification on this computer")}
    </button>`;
  }

  private drawTabs(): TemplateResult {
    return html`<p class="soft small" role="status">
      ${this.holds ? gettext("This tab rings.") : gettext("Another tab of your desk rings. This one stays silent.")}
    </p>`;
  }

  private wish(change: Partial<RingWishes>): void {
    this.wishes = { ...this.wishes, ...change };
    keepWishes(shelf, this.wishes);
  }

  private async turnNotification(on: boolean): Promise<void> {
    this.wish({ notifies: on && (await Notification.requestPermission()) === "granted" });
  }

  private follow(): void {
    const all = [...this.ringing, ...this.asking];
    const fresh = this.bell.look(all);
    if (!this.holds || all.length === 0) {
      this.stop();
      return;
    }
    if (fresh.length > 0 || this.timer === 0) this.notify();
    if (this.timer !== 0) return;
    this.sound();
    this.timer = window.setInterval(() => this.sound(), AGAIN_AFTER_MS);
  }

  private stop(): void {
    window.clearInterval(this.timer);
    this.timer = 0;
    this.silenced = false;
    this.shown?.close();
    this.shown = null;
  }

  private sound(): void {
    if (this.wishes.sounds) void this.play();
  }

  /** A citizen who rings is heard before a colleague. */
  private async play(): Promise<void> {
    const isColleague = this.ringing.length === 0 && this.asking.length > 0;
    this.silenced = !(await this.chime.play(isColleague ? COLLEAGUE : CONTACT, this.wishes.volume));
  }

  /** Nobody else who sees the screen learns who asks for what. */
  private notify(): void {
    if (!this.wishes.notifies || document.hasFocus() || !("Notification" in window) || Notification.permission !== "granted") return;
    try {
      const title = this.ringing.length > 0 ? gettext("A contact rings") : gettext("A colleague calls you");
      this.shown = new Notification(title, { body: gettext("Open your desk to answer."), tag: "guichet-ring" });
      this.shown.onclick = () => window.focus();
    } catch {
      // some systems allow them only to a service worker: the sound and the title remain
    }
  }

  private closeOnEscape(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    this.querySelector("details")?.removeAttribute("open");
    this.querySelector("summary")?.focus();
  }
}

customElements.define("desk-ring", DeskRing);
