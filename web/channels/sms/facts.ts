/** What SMS adds to the desk: with which number, whether anything may leave now, and what the message being written costs. */

import { html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { writeDay } from "../../shared/data/clock";
import { getLanguage, gettext, ngettext } from "../../shared/data/text";
import { PageElement } from "../../shared/view/element";
import type { OutgoingState, TalkFacts } from "../../shared/words/live";
import { countSms, ease } from "./alphabet";

const LOOK_MS = 5_000;

export class SmsFactsBox extends PageElement {
  @property() contact = "";
  /** What is being written. */
  @property() text = "";
  @property({ attribute: false }) fetchTalk!: (contact: string) => Promise<TalkFacts>;
  @state() private talk: TalkFacts | null = null;
  private timer = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = window.setInterval(() => void this.look(), LOOK_MS);
  }

  override disconnectedCallback(): void {
    window.clearInterval(this.timer);
    super.disconnectedCallback();
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has("contact")) return;
    this.talk = null;
    void this.look();
  }

  /** A look that fails is made again a moment later. */
  private async look(): Promise<void> {
    const { contact } = this;
    if (document.hidden && this.talk !== null) return;
    const talk = await this.fetchTalk(contact).catch(() => null);
    if (talk === null || contact !== this.contact) return;
    this.talk = talk;
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.talk === null) return nothing;
    const { shown, address, promised_at } = this.talk;
    return html`
      <section class="call-controls" aria-label=${gettext("SMS")}>
        <p class="row">
          <strong>${gettext("SMS")}</strong>
          <span class="number">${shown === "" ? gettext("Number not known") : shown}</span>
          <span class="soft">${gettext("to {number}", { number: address })}</span>
          ${promised_at === null ? nothing : html`<span>${gettext("Answer promised by {day}", { day: writeDay(promised_at) })}</span>`}
        </p>
        ${this.drawHindrance(this.talk)}
        <p class="small" role="status">${this.writeCost(this.talk)}</p>
      </section>
    `;
  }

  private drawHindrance({ can_answer, is_stopped, quiet_until }: TalkFacts): TemplateResult | typeof nothing {
    if (!can_answer) return html`<p class="danger">${gettext("Nobody can be answered here: look for another way in what was written.")}</p>`;
    if (is_stopped) return html`<p class="danger">${gettext("This person has said STOP: nothing leaves. Reach the person in another way.")}</p>`;
    if (quiet_until === null) return nothing;
    return html`<p><strong>${gettext("Quiet hours: your message leaves at {time}.", { time: writeTime(quiet_until) })}</strong></p>`;
  }

  private writeCost({ price, most_text }: TalkFacts): string {
    const text = ease(this.text.trim());
    if (text === "") return gettext("The person is not here: write all that is needed, then end.");
    const { segments, costly } = countSms(text);
    const count = ngettext("{count} SMS", "{count} SMS", segments);
    const cost = price === null ? count : `${count}, ${writeEuros(segments * price)}`;
    const dear = costly.length === 0 ? "" : gettext("These characters make it longer: {characters}", { characters: costly.slice(0, 8).join(" ") });
    const long = text.length > most_text ? gettext("Too long: at most {count} characters can leave.", { count: String(most_text) }) : "";
    return [cost, dear, long].filter((part) => part !== "").join(" · ");
  }
}

/** What became of a line, in words; empty for one that nothing is known of. */
export function writeFate(fate: OutgoingState | undefined): string {
  switch (fate) {
    case undefined:
      return "";
    case "queued":
      return gettext("Waits to leave");
    case "uncertain":
      return gettext("Perhaps sent");
    case "sent":
      return gettext("Sent");
    case "delivered":
      return gettext("Delivered");
    case "failed":
      return gettext("Did not arrive");
    case "refused":
      return gettext("Not sent: STOP");
    case "left":
      return gettext("Not sent");
  }
}

export function drawFate(fate: OutgoingState | undefined): TemplateResult | typeof nothing {
  const words = writeFate(fate);
  const isBad = fate === "failed" || fate === "refused" || fate === "uncertain" || fate === "left";
  return words === "" ? nothing : html`<span class="fate ${isBad ? "danger" : ""}">${words}</span>`;
}

function writeTime(at: number): string {
  return new Date(at).toLocaleTimeString(getLanguage(), { hour: "numeric", minute: "2-digit" });
}

function writeEuros(amount: number): string {
  return new Intl.NumberFormat(getLanguage(), { style: "currency", currency: "EUR", maximumFractionDigits: 3, minimumFractionDigits: 2 }).format(amount);
}

customElements.define("sms-facts", SmsFactsBox);
