/**
 * What a callback adds to the desk: the number to call, and what became of the call. Where no line of ours leads out the agent dials by
 * hand; where Guichet calls, the number is dialled already, and what is said here is what Guichet cannot know by itself. Event `attempt`:
 * the reason why nobody was reached.
 */

import { html, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { gettext, ngettext } from "../../shared/data/text";
import { PageElement } from "../../shared/view/element";
import { sayRelay } from "../../shared/view/relay";
import type { AttemptReason, CallFacts } from "../../shared/words/live";

export class CallbackControls extends PageElement {
  @property({ attribute: false }) call!: CallFacts;
  /** Guichet calls: its panel says whom, and where the call stands. */
  @property({ type: Boolean, attribute: "is-dialled" }) isDialled = false;

  protected override render(): TemplateResult {
    return this.isDialled ? this.drawDialled() : this.drawByHand();
  }

  private drawDialled(): TemplateResult {
    return html`
      <section class="call-controls" aria-label=${gettext("Callback")}>
        ${this.call.relay === "" && this.call.attempts === 0 ? nothing : html`<p class="row">${this.drawNumberToGive()} ${this.drawAttempts()}</p>`}
        ${drawCare()}
        <details>
          <summary class="button">${gettext("Nobody reached?")}</summary>
          <p class="soft small">${gettext("No answer and a busy line are noted by themselves. Say here that you reached a machine or somebody else.")}</p>
          ${this.drawReasons()}
        </details>
      </section>
    `;
  }

  private drawByHand(): TemplateResult {
    const { relay } = this.call;
    return html`
      <section class="call-controls" aria-label=${gettext("Telephone call")}>
        ${relay === "" ? nothing : html`<p class="notice">${sayRelay(relay)}</p>`}
        <p class="row">${this.drawNumber()} ${this.drawAttempts()}</p>
        ${drawCare()} ${this.drawReasons()}
      </section>
    `;
  }

  private drawAttempts(): TemplateResult | typeof nothing {
    const { attempts } = this.call;
    return attempts === 0 ? nothing : html`<span class="soft">${ngettext("{count} call in vain", "{count} calls in vain", attempts)}</span>`;
  }

  private drawReasons(): TemplateResult {
    return html`<div class="row" role="group" aria-label=${gettext("Nobody reached?")}>
      ${this.drawReason("no-answer", gettext("No answer"))} ${this.drawReason("busy", gettext("Line busy"))}
      ${this.drawReason("voicemail", gettext("Voicemail"))} ${this.drawReason("wrong-number", gettext("Wrong number"))}
    </div>`;
  }

  /** Of whoever is called: the relay service, who is given the citizen's. */
  private drawNumber(): TemplateResult {
    const { number, shown, relay, relay_number, relay_shown } = this.call;
    if (relay === "") return html`<span>${gettext("Call")}</span> <a class="button primary number" href="tel:${number}">${shown}</a>`;
    return html`
      ${relay_number === ""
        ? nothing
        : html`<span>${gettext("Call the relay service {name}", { name: relay })}</span> <a class="button primary number" href="tel:${relay_number}">${relay_shown}</a>`}
      ${this.drawNumberToGive()}
    `;
  }

  private drawNumberToGive(): TemplateResult | typeof nothing {
    const { relay, shown } = this.call;
    return relay === "" ? nothing : html`<span>${gettext("Number to give to the interpreter: {number}", { number: shown })}</span>`;
  }

  private drawReason(reason: AttemptReason, label: string): TemplateResult {
    const tell = (): void => {
      this.dispatchEvent(new CustomEvent<AttemptReason>("attempt", { detail: reason }));
    };
    return html`<button type="button" @click=${tell}>${label}</button>`;
  }
}

function drawCare(): TemplateResult {
  return html`<p class="soft small">${gettext("Say who you are, then check whom you talk to before you speak of a file.")}</p>`;
}

customElements.define("callback-controls", CallbackControls);
