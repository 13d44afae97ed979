/** Ask for what was said by mail: an address, and the word of the one who asks that it is his. */

import { html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { gettext } from "../../shared/data/text";
import { PageElement } from "../../shared/view/element";

export class TranscriptForm extends PageElement {
  @property({ attribute: false }) send: (address: string) => Promise<unknown> = () => Promise.resolve();
  @state() private problem = "";
  @state() private sentTo = "";
  @state() private busy = false;

  protected override render(): TemplateResult {
    return html`
      <details class="transcript">
        <summary>${gettext("Receive this conversation by mail")}</summary>
        ${this.sentTo === "" ? this.drawForm() : html`<p class="notice" tabindex="-1">${gettext("It is on its way to {address}.", { address: this.sentTo })}</p>`}
        <p role="status" class="unseen">${this.sentTo === "" ? nothing : gettext("It is on its way to {address}.", { address: this.sentTo })}</p>
      </details>
    `;
  }

  private drawForm(): TemplateResult {
    return html`
      <form novalidate @submit=${(event: SubmitEvent) => void this.submit(event)}>
        <div class="field" ?data-wrong=${this.problem !== ""}>
          <label for="transcript-address">${gettext("Your e-mail address")}</label>
          <div class="hint" id="transcript-hint">${gettext("It is used to send you this conversation, and for nothing else.")}</div>
          ${this.problem === "" ? nothing : html`<span class="error" id="transcript-error" role="alert">${this.problem}</span>`}
          <input
            id="transcript-address"
            type="email"
            name="address"
            autocomplete="email"
            maxlength="254"
            aria-describedby=${this.problem === "" ? "transcript-hint" : "transcript-error transcript-hint"}
            aria-invalid=${this.problem === "" ? nothing : "true"}
          />
        </div>
        <button ?disabled=${this.busy}>${gettext("Send it to me")}</button>
      </form>
    `;
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const field = this.querySelector("input");
    const address = field?.value.trim() ?? "";
    this.problem = field?.checkValidity() === true && address !== "" ? "" : gettext("Write your address like this: name@example.org");
    if (this.problem !== "") {
      field?.focus();
      return;
    }
    this.busy = true;
    try {
      await this.send(address);
      this.sentTo = address;
    } catch (error) {
      this.problem = error instanceof Error ? error.message : "";
    }
    this.busy = false;
  }
}

customElements.define("transcript-form", TranscriptForm);
