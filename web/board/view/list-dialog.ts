/** The contacts behind a figure, a page at a time. */

import { html, nothing, type TemplateResult } from "lit";
import { query, state } from "lit/decorators.js";
import { nameChannel } from "../../shared/data/channels";
import { serverNow, writeLength } from "../../shared/data/clock";
import { gettext, ngettext } from "../../shared/data/text";
import { PageElement } from "../../shared/view/element";
import type { ContactList, Listed } from "../../shared/words/board";
import { doors } from "../data/calls";
import type { Behind, Figure } from "../data/figures";
import { getWait } from "../data/waits";
import { writeCallback, writeTime } from "./names";

const PAGE = 50;

function nameFigure(figure: Figure): string {
  switch (figure) {
    case "waiting":
      return gettext("Who waits");
    case "late":
      return gettext("Who waits beyond the promise");
    case "soon":
      return gettext("Written requests due within four hours");
    case "in-hand":
      return gettext("In somebody’s hands");
    case "asked":
      return gettext("Waiting for the person’s answer");
    case "backlog":
      return gettext("Written requests to treat");
    case "answered":
      return gettext("Answered today");
    case "answered-late":
      return gettext("Answered too late today");
    case "abandoned":
      return gettext("Left without an answer today");
    case "abandoned-short":
      return gettext("Left at once today");
    case "turned-away":
      return gettext("Turned away today");
    case "closed":
      return gettext("Closed today");
  }
}

export class ListDialog extends PageElement {
  @state() private behind: Behind | null = null;
  @state() private from = 0;
  @state() private found: ContactList | null = null;
  @state() private problem = "";
  @query("dialog") private readonly dialog!: HTMLDialogElement;

  async open(behind: Behind): Promise<void> {
    this.behind = behind;
    this.from = 0;
    this.found = null;
    this.dialog.showModal();
    await this.turn(0);
  }

  private async turn(from: number): Promise<void> {
    if (this.behind === null) return;
    try {
      this.found = await doors.list(this.behind, from);
      this.from = from;
      this.problem = "";
    } catch (error) {
      this.problem = error instanceof Error ? error.message : "";
    }
  }

  protected override render(): TemplateResult {
    return html`
      <dialog class="figure-list" aria-labelledby="list-title" @close=${() => { this.behind = null; }}>
        <div class="row between">
          <h2 id="list-title">${this.behind === null ? "" : nameFigure(this.behind.figure)}</h2>
          <button type="button" @click=${() => this.dialog.close()}>${gettext("Close")}</button>
        </div>
        <div role="alert">${this.problem === "" ? nothing : html`<p class="notice bad">${this.problem}</p>`}</div>
        ${this.found === null ? html`<p role="status">${gettext("Reading the list…")}</p>` : this.drawFound(this.found)}
      </dialog>
    `;
  }

  private drawFound({ count, contacts }: ContactList): TemplateResult {
    if (count === 0) return html`<p class="soft">${gettext("Nobody: this list is empty.")}</p>`;
    return html`
      <p class="soft" role="status">${ngettext("{count} contact", "{count} contacts", count)}</p>
      <div class="scrolls" role="group" aria-labelledby="list-title" tabindex="0">
        <table class="lines">
          <thead>
            <tr>
              <th scope="col">${gettext("Reason")}</th>
              <th scope="col">${gettext("Channel")}</th>
              <th scope="col">${gettext("Queue")}</th>
              <th scope="col">${gettext("Arrived")}</th>
              <th scope="col">${gettext("Waited")}</th>
              <th scope="col">${gettext("Agent")}</th>
            </tr>
          </thead>
          <tbody>
            ${contacts.map((each) => this.drawContact(each))}
          </tbody>
        </table>
      </div>
      ${count > PAGE ? this.drawPages(count) : nothing}
    `;
  }

  private drawContact(each: Listed): TemplateResult {
    const now = serverNow();
    const wait = getWait(each, now);
    return html`
      <tr>
        <th scope="row">${each.reason_name}</th>
        <td data-name=${gettext("Channel")}>${nameChannel(each.channel)}</td>
        <td data-name=${gettext("Queue")}>${each.queue_name}</td>
        <td class="number" data-name=${gettext("Arrived")}>${writeTime(each.arrived_at)}</td>
        <td class="number" data-name=${gettext("Waited")}>${wait < 0 ? writeCallback(each.waits_since, now) : writeLength(wait)}</td>
        <td data-name=${gettext("Agent")}>${each.agent_name ?? "–"}</td>
      </tr>
    `;
  }

  private drawPages(count: number): TemplateResult {
    const last = Math.min(count, this.from + PAGE);
    return html`
      <div class="row between">
        <button type="button" ?disabled=${this.from === 0} @click=${() => void this.turn(this.from - PAGE)}>${gettext("Earlier ones")}</button>
        <span class="soft small number">${gettext("{first} to {last} of {count}", { first: this.from + 1, last, count })}</span>
        <button type="button" ?disabled=${last >= count} @click=${() => void this.turn(this.from + PAGE)}>${gettext("Next ones")}</button>
      </div>
    `;
  }
}

customElements.define("list-dialog", ListDialog);
