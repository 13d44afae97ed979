/** What supervisors tell, above everything else on the desk, until it has been read. */

import { html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { postSurely } from "../data/http";
import { getLanguage, gettext } from "../data/text";
import type { Notice } from "../words/live";
import { PageElement } from "./element";

export class TeamNotices extends PageElement {
  @property({ attribute: false }) notices: readonly Notice[] = [];
  @state() private problem = "";

  protected override render(): TemplateResult {
    return html`
      <section class="team-notices" role="status" aria-label=${gettext("Messages from supervisors")}>
        ${this.notices.map((notice) => this.drawNotice(notice))}
        ${this.problem === "" ? nothing : html`<p class="notice bad">${this.problem}</p>`}
      </section>
    `;
  }

  private drawNotice(notice: Notice): TemplateResult {
    const time = new Date(notice.at).toLocaleTimeString(getLanguage(), { hour: "2-digit", minute: "2-digit" });
    return html`
      <div class="notice row between">
        <p><strong>${gettext("Message from {by}", { by: notice.by })}</strong>, <span class="number">${time}</span><br />${notice.text}</p>
        <button type="button" @click=${() => void this.markRead(notice.notice)}>${gettext("I have read it")}</button>
      </div>
    `;
  }

  private async markRead(notice: string): Promise<void> {
    this.problem = "";
    try {
      await postSurely(`/live/notices/${notice}/read`);
    } catch (error) {
      this.problem = error instanceof Error ? error.message : "";
    }
  }
}

customElements.define("team-notices", TeamNotices);
