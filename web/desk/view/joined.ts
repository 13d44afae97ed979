/** The contacts that go on in the one that is open, each with what was said there. Event `part`: the contact to separate again. */

import { html, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { drawOriginal } from "../../channels/mail/facts";
import { nameChannel } from "../../shared/data/channels";
import { writeDate } from "../../shared/data/clock";
import { gettext } from "../../shared/data/text";
import { PageElement } from "../../shared/view/element";
import "../../shared/view/log";
import type { Card, Joined, Message } from "../../shared/words/live";

export class JoinedContacts extends PageElement {
  @property({ attribute: false }) card!: Card;
  @property({ attribute: false }) nameAgent: (agent: number | null) => string = () => "";

  protected override render(): TemplateResult {
    return html`${repeat(
      this.card.joined,
      (each) => each.contact,
      (each) => this.drawJoined(each),
    )}`;
  }

  private drawJoined(joined: Joined): TemplateResult {
    if (joined.is_put_back && !hasMore(joined)) return this.drawPutBack(joined);
    const what = { channel: nameChannel(joined.channel), date: writeDate(joined.arrived_at), reason: joined.reason_name };
    return html`<details class="joined" open>
      <summary>${gettext("Joined: {channel}, {date}, {reason}", what)}</summary>
      <conversation-log
        is-over
        mine="agent"
        .files=${`/live/contacts/${joined.contact}/files`}
        .messages=${joined.messages}
        .nameAgent=${this.nameAgent}
        .other=${joined.citizen_name === "" ? gettext("Citizen") : joined.citizen_name}
        .more=${(message: Message) => (joined.channel === "email" ? drawOriginal(joined.contact, message) : nothing)}
      ></conversation-log>
      ${this.drawParting(joined)}
    </details>`;
  }

  /** What was taken out of this contact and put back stands here already: only what came since is shown once more, with all of it. */
  private drawPutBack(joined: Joined): TemplateResult {
    const what = { date: writeDate(joined.arrived_at), reason: joined.reason_name };
    return html`<p class="joined row between"><span>${gettext("Put back here: {reason}, {date}", what)}</span> ${this.drawParting(joined)}</p>`;
  }

  /** What joined through another is separated from that one, once it stands on its own. */
  private drawParting(joined: Joined): TemplateResult | typeof nothing {
    if (joined.into !== this.card.contact || this.card.state === "wrapping_up") return nothing;
    const part = (): boolean => this.dispatchEvent(new CustomEvent("part", { detail: joined.contact }));
    return html`<button type="button" class="quiet" @click=${part}>${gettext("Separate again")}</button>`;
  }
}

/** Whether anything was said since it was taken out: the house's own word ends what was taken along. */
function hasMore({ messages }: Joined): boolean {
  const end = messages.findIndex(({ author }) => author === "system");
  return end >= 0 && messages.slice(end + 1).some(({ author }) => author !== "system");
}

customElements.define("joined-contacts", JoinedContacts);
