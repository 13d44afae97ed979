/**
 * A contact opened to be read: what was said, how it ended. While it is still open whoever answers it is told that somebody reads along.
 * Call `show(contact)`.
 */

import { html, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { drawRecording } from "../../channels/voice/view/recordings";
import { nameChannel } from "../../shared/data/channels";
import { writeDate } from "../../shared/data/clock";
import { gettext } from "../../shared/data/text";
import { PageElement } from "../../shared/view/element";
import "../../shared/view/log";
import type { Past } from "../../shared/words/kept";
import { doors } from "../data/calls";
import { LOOK_EVERY_MS } from "../data/lookers";

export class PastContactDialog extends PageElement {
  /** How an agent is called. */
  @property({ attribute: false }) nameAgent: (agent: number | null) => string = () => "";
  @state() private past: Past | null = null;
  @state() private problem = "";
  @query("dialog") private readonly dialog!: HTMLDialogElement;
  private contact = "";
  private looking = 0;

  async show(contact: string): Promise<void> {
    this.leave();
    this.contact = contact;
    if (!this.dialog.open) this.dialog.showModal();
    await this.load();
  }

  override disconnectedCallback(): void {
    this.leave();
    super.disconnectedCallback();
  }

  protected override render(): TemplateResult {
    return html`
      <dialog class="wide reading" aria-labelledby="past-title" @close=${this.leave}>
        <div class="row between">
          <h2 id="past-title">${this.past?.reason_name ?? gettext("Contact")}</h2>
          <form method="dialog"><button class="quiet">${gettext("Close")}</button></form>
        </div>
        ${this.drawContent()}
      </dialog>
    `;
  }

  private async load(): Promise<void> {
    const { contact } = this;
    [this.past, this.problem] = [null, ""];
    try {
      const past = await doors.getPast(contact);
      if (contact !== this.contact || !this.dialog.open) return;
      this.past = past;
      if (past.owner_name !== "") this.lookOn();
    } catch (error) {
      if (contact === this.contact) this.problem = error instanceof Error ? error.message : "";
    }
  }

  private lookOn(): void {
    const { contact } = this;
    const tell = (): void => void doors.tellLooking(contact);
    tell();
    this.looking = window.setInterval(tell, LOOK_EVERY_MS);
  }

  private leave(): void {
    window.clearInterval(this.looking);
    this.contact = "";
  }

  private drawContent(): TemplateResult {
    if (this.problem !== "") {
      const { contact } = this;
      return html`<div class="notice bad" role="alert">
        <p>${this.problem}</p>
        <button type="button" @click=${() => void this.show(contact)}>${gettext("Try again")}</button>
      </div>`;
    }
    if (this.past === null) return html`<p role="status">${gettext("Opening the contact…")}</p>`;
    return this.drawPast(this.past);
  }

  private drawPast(past: Past): TemplateResult {
    return html`
      ${past.owner_name === ""
        ? nothing
        : html`<p class="notice" role="status">${gettext("{name} is answering it now, and is told that you read along.", { name: past.owner_name })}</p>`}
      <dl class="facts beside">${this.listFacts(past).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
      ${past.note === "" ? nothing : html`<p class="bubble note-of-end"><strong>${gettext("Note at the end")}</strong><br />${past.note}</p>`}
      ${past.recordings.map((recording) => drawRecording(past.contact, recording))}
      <div class="said" data-scroller>
        ${past.messages.length === 0
          ? html`<p class="soft">${gettext("Nothing was written.")}</p>`
          : html`<conversation-log
              is-over
              mine="agent"
              .files=${`/live/contacts/${past.contact}/files`}
              .messages=${past.messages}
              .nameAgent=${this.nameAgent}
              .other=${past.citizen_name === "" ? gettext("Citizen") : past.citizen_name}
            ></conversation-log>`}
      </div>
    `;
  }

  private listFacts(past: Past): readonly (readonly [string, string])[] {
    const facts: (readonly [string, string])[] = [
      [gettext("Name"), past.citizen_name === "" ? gettext("Not given") : gettext("{name}, identity to be checked", { name: past.citizen_name })],
      [gettext("Channel"), nameChannel(past.channel)],
      [gettext("Queue"), past.queue_name],
      [gettext("Arrived"), writeDate(past.arrived_at)],
      [gettext("Closed"), past.closed_at === null ? gettext("Still open") : writeDate(past.closed_at)],
      [gettext("Agent"), past.agent_name],
      [gettext("Outcome"), past.outcome_name],
    ];
    return facts.filter(([, value]) => value !== "");
  }
}

customElements.define("past-contact", PastContactDialog);
