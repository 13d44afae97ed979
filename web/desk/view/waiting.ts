/** Who waits, shown when the agent asks: a list that moves by itself cannot be read. Event `pull`: the contact to take. */

import { html, type TemplateResult } from "lit";
import { query, state } from "lit/decorators.js";
import { nameChannel } from "../../shared/data/channels";
import { serverNow, writeLength } from "../../shared/data/clock";
import { gettext, ngettext } from "../../shared/data/text";
import { PageElement } from "../../shared/view/element";
import type { WaitingNow } from "../../shared/words/desk";
import { doors } from "../data/calls";
import { nameLanguage } from "../data/languages";

export class WaitingContacts extends PageElement {
  @state() private contacts: readonly WaitingNow[] | null = null;
  @state() private problem = "";
  @query("dialog") private readonly dialog!: HTMLDialogElement;

  async show(): Promise<void> {
    this.contacts = null;
    this.problem = "";
    if (!this.dialog.open) this.dialog.showModal();
    try {
      this.contacts = (await doors.listWaiting()).contacts;
    } catch (error) {
      this.problem = error instanceof Error ? error.message : "";
    }
  }

  protected override render(): TemplateResult {
    return html`
      <dialog class="wide" aria-labelledby="waiting-title">
        <div class="row between">
          <h2 id="waiting-title">${gettext("Waiting contacts")}</h2>
          <form method="dialog"><button class="quiet">${gettext("Close")}</button></form>
        </div>
        ${this.drawContent()}
        <p><button type="button" @click=${() => void this.show()}>${gettext("Refresh")}</button></p>
      </dialog>
    `;
  }

  private drawContent(): TemplateResult {
    if (this.problem !== "") return html`<p class="notice bad" role="alert">${this.problem}</p>`;
    if (this.contacts === null) return html`<p role="status">${gettext("Looking…")}</p>`;
    if (this.contacts.length === 0) return html`<p class="notice" role="status">${gettext("Nobody is waiting.")}</p>`;
    return html`
      <p class="soft" role="status">${ngettext("{count} contact waits", "{count} contacts wait", this.contacts.length)}</p>
      <ul class="rows">
        ${this.contacts.map((each) => this.drawRow(each))}
      </ul>
    `;
  }

  private drawRow(each: WaitingNow): TemplateResult {
    const take = (): void => {
      this.dialog.close();
      this.dispatchEvent(new CustomEvent("pull", { detail: each.contact }));
    };
    const label = gettext("Take: {reason}", { reason: each.reason_name });
    return html`
      <li class="row between">
        <span>
          <strong>${each.reason_name}</strong> <span class="tag">${nameChannel(each.channel)}</span><br />
          <span class="soft small">${each.queue_name}, ${nameLanguage(each.language)}, ${writeLength(serverNow() - each.waits_since)}</span>
        </span>
        <button type="button" aria-label=${label} @click=${take}>${gettext("Take")}</button>
      </li>
    `;
  }
}

customElements.define("waiting-contacts", WaitingContacts);
