/** What a message left adds to the desk: until when its answer was promised, how its citizen hears of it, and what he said by telephone. */

import { html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { get } from "../../shared/data/http";
import { writeDay } from "../../shared/data/clock";
import { gettext } from "../../shared/data/text";
import { PageElement } from "../../shared/view/element";
import { drawRecording } from "../voice/view/recordings";
import type { RecordingFacts, Recordings, ReplyFacts } from "../../shared/words/live";

export class MessageFacts extends PageElement {
  @property() contact = "";
  @property({ attribute: false }) reply!: ReplyFacts;
  @state() private recordings: readonly RecordingFacts[] = [];
  @state() private trouble = "";

  override connectedCallback(): void {
    super.connectedCallback();
    void this.look();
  }

  private async look(): Promise<void> {
    try {
      this.recordings = (await get<Recordings>(`/live/contacts/${this.contact}/recordings`)).recordings;
    } catch {
      this.trouble = gettext("What was said by telephone cannot be fetched now. Load the page anew to try again.");
    }
  }

  protected override render(): TemplateResult {
    const { number, shown, promised_at } = this.reply;
    return html`
      <section class="call-controls" aria-label=${gettext("Message left")}>
        <p class="row">
          <strong>${this.recordings.length === 0 ? gettext("Message left") : gettext("Message left by telephone")}</strong>
          ${promised_at === null ? nothing : html`<span>${gettext("Answer promised by {day}", { day: writeDay(promised_at) })}</span>`}
          ${number === "" ? nothing : html`<a class="number" href="tel:${number}">${shown}</a>`}
        </p>
        ${this.recordings.map((recording) => drawRecording(this.contact, recording))}
        ${this.trouble === "" ? nothing : html`<p class="danger small" role="alert">${this.trouble}</p>`}
        <p class="soft small">${this.recordings.length === 0 ? this.explainWritten() : this.explainSpoken()}</p>
      </section>
    `;
  }

  private explainWritten(): string {
    return [
      gettext("Your answer stays readable behind the person’s link."),
      this.reply.by_mail ? gettext("A mail says that it is there.") : gettext("No mail address was given: nothing announces it."),
      gettext("The person is not here: write all that is needed, then end."),
    ].join(" ");
  }

  private explainSpoken(): string {
    return this.reply.number === ""
      ? gettext("The number was withheld: what you write here reaches nobody. Note what was asked, then end.")
      : gettext("What you write here reaches nobody: call the person back, then end. The number is that of the call, not a proof of who called.");
  }
}

customElements.define("message-facts", MessageFacts);
