/** A button that chooses files, and what becomes of each until the server has it. Files dropped on the conversation come here too. */

import { html, nothing, type TemplateResult } from "lit";
import { property, query } from "lit/decorators.js";
import { Sending, writeSize, type Parcel } from "../data/sending";
import { getLanguage, gettext } from "../data/text";
import { PageElement } from "./element";

/** What a dialog offers first; the server decides by the content. */
const ACCEPTED = "image/*,.pdf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.odt,.ods,.odp,.txt,.csv";

export class FileSender extends PageElement {
  /** Hands one file to the server; resolves once it is kept. */
  @property({ attribute: false }) deliver: (parcel: Parcel) => Promise<void> = () => Promise.resolve();
  @query("input") private readonly input!: HTMLInputElement;
  private readonly sending = new Sending(
    (parcel) => this.deliver(parcel),
    () => this.requestUpdate(),
  );

  take(files: Iterable<File>): void {
    this.sending.add(files);
  }

  protected override render(): TemplateResult {
    return html`
      ${this.sending.parcels.length > 0 ? html`<ul class="parcels" aria-live="polite">${this.sending.parcels.map((parcel) => this.draw(parcel))}</ul>` : nothing}
      <input type="file" multiple hidden accept=${ACCEPTED} @change=${this.choose} />
      <button type="button" class="quiet attach" @click=${() => this.input.click()}>
        <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true"><path fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" d="m15.5 9.5-5.7 5.7a3.6 3.6 0 0 1-5-5l6.3-6.4a2.4 2.4 0 0 1 3.4 3.4l-6.2 6.2a1.2 1.2 0 0 1-1.7-1.7l5.3-5.3" /></svg>
        ${gettext("Attach a file")}
      </button>
    `;
  }

  private choose(): void {
    this.take([...(this.input.files ?? [])]);
    this.input.value = "";
  }

  private draw(parcel: Parcel): TemplateResult {
    const size = writeSize(parcel.file.size, getLanguage());
    if (parcel.refusal === undefined) return html`<li class="parcel">${gettext("Sending {name} ({size})…", { name: parcel.file.name, size })}</li>`;
    return html`
      <li class="parcel failed">
        <span>${gettext("{name} was not sent: {reason}", { name: parcel.file.name, reason: parcel.refusal })}</span>
        <button type="button" class="quiet" @click=${() => this.sending.remove(parcel.key)}>${gettext("Remove")}</button>
      </li>
    `;
  }
}

customElements.define("file-sender", FileSender);
