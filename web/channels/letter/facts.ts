/**
 * What a letter adds to the desk: its pages as they were scanned, what was found of its sender beside them, to be corrected, and what
 * answers it. Loaded when such a contact is open.
 */

import { html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { Refusal, post } from "../../shared/data/http";
import { newKey } from "../../shared/data/key";
import { writeDay } from "../../shared/data/clock";
import { gettext, ngettext } from "../../shared/data/text";
import { PageElement } from "../../shared/view/element";
import type { ActOnLetter, AnswerBy, CorrectLetter, LetterFacts, PostingState } from "../../shared/words/live";

export class LetterFactsBox extends PageElement {
  @property() contact = "";
  @property({ attribute: false }) letter!: LetterFacts;
  /** The agent has said something. */
  @property({ type: Boolean }) answered = false;
  /** What a door answered last; the card's own comes with the next reload. */
  @state() private latest: LetterFacts | null = null;
  @state() private page = 1;
  @state() private said = "";
  @state() private isWrong = false;

  protected override render(): TemplateResult {
    const facts = this.facts;
    return html`
      <section class="call-controls letter" aria-label=${gettext("Letter")}>
        <p class="row">
          <strong>${gettext("Letter")}</strong>
          <span class=${facts.certainty < 0.8 ? "danger" : "soft"}>${describeText(facts)}</span>
          ${this.drawDue()} ${facts.posting === null ? nothing : html`<span>${describePosting(facts.posting)}</span>`}
        </p>
        <p class=${this.isWrong ? "small danger" : "small"} role=${this.isWrong ? "alert" : "status"}>${this.said}</p>
        <div class="letter-panes">${this.drawScan()} ${this.drawForm()}</div>
        <p class="soft small">
          ${facts.answer_by === "email"
            ? gettext("Your answer leaves by e-mail when you end, with the files you add.")
            : gettext("Your answer is laid out as a letter when you end, and goes to be printed and posted.")}
        </p>
        <div class="row">
          ${this.answered
            ? html`<a class="button" href=${this.door("answer")} target="_blank" rel="noopener">${gettext("See the letter (PDF, new tab)")}</a>
                <button type="button" @click=${() => this.act("prepare")}>${gettext("Send it now")}</button>`
            : nothing}
          ${facts.is_acknowledged
            ? nothing
            : html`<button type="button" @click=${() => this.act("acknowledge")}>${gettext("Acknowledge by post")}</button>`}
        </div>
      </section>
    `;
  }

  private get facts(): LetterFacts {
    return this.latest ?? this.letter;
  }

  private door(name: string): string {
    return `/live/contacts/${this.contact}/letter/${name}`;
  }

  private drawDue(): TemplateResult | typeof nothing {
    const { due_at, is_acknowledged } = this.facts;
    if (due_at === null) return nothing;
    const day = writeDay(due_at);
    const isLate = due_at < Date.now() && !is_acknowledged;
    const words = is_acknowledged ? gettext("Acknowledged; answer promised by {day}", { day }) : gettext("Answer or acknowledge by {day}", { day });
    return html`<span class=${isLate ? "danger" : ""}>${words}</span>`;
  }

  private drawScan(): TemplateResult {
    const { pages } = this.facts;
    const place = this.door(`pages/${String(this.page)}`);
    const turn = (by: number) => () => (this.page = Math.min(pages, Math.max(1, this.page + by)));
    return html`
      <details open>
        <summary>${gettext("The scan")}</summary>
        ${pages < 2
          ? nothing
          : html`<p class="row">
              <button type="button" ?disabled=${this.page === 1} @click=${turn(-1)}>${gettext("Page before")}</button>
              <span role="status">${gettext("Page {page} of {pages}", { page: this.page, pages })}</span>
              <button type="button" ?disabled=${this.page === pages} @click=${turn(1)}>${gettext("Next page")}</button>
            </p>`}
        <div class="letter-scan" tabindex="0" role="group" aria-label=${gettext("The scan")}>
          <img
            src=${place}
            alt=${gettext("Page {page} as it was scanned. Its text stands in the conversation.", { page: this.page })}
          />
        </div>
        <p><a href=${place} target="_blank" rel="noopener">${gettext("The page alone (new tab)")}</a></p>
      </details>
    `;
  }

  private drawForm(): TemplateResult {
    const facts = this.facts;
    return html`
      <details ?open=${!facts.is_checked}>
        <summary>${facts.is_checked ? gettext("The sender, checked") : gettext("The sender, to be checked")}</summary>
        <form @submit=${(event: SubmitEvent) => this.correct(event)}>
          <div>
            <label for="letter-sender">${gettext("Address, as on an envelope")}</label> ${this.drawDoubt("sender", facts.sender)}
            <textarea id="letter-sender" name="sender" rows="4" maxlength="500" aria-describedby="doubt-sender" .value=${facts.sender}></textarea>
          </div>
          <div>
            <label for="letter-email">${gettext("Mail address")}</label> ${this.drawDoubt("email", facts.email)}
            <input id="letter-email" name="email" type="email" maxlength="254" aria-describedby="doubt-email" .value=${facts.email} />
          </div>
          <div>
            <label for="letter-telephone">${gettext("Telephone")}</label> ${this.drawDoubt("telephone", facts.telephone)}
            <input id="letter-telephone" name="telephone" maxlength="40" aria-describedby="doubt-telephone" .value=${facts.telephone} />
          </div>
          <label>${gettext("References, one per line")}
            <textarea name="file_numbers" rows="2" .value=${facts.file_numbers.join("\n")}></textarea></label>
          <label>${gettext("Written on")} <input name="written_on" type="date" .value=${facts.written_on} /></label>
          <fieldset>
            <legend>${gettext("The answer goes")}</legend>
            ${this.drawWay("post", gettext("By post"))} ${this.drawWay("email", gettext("By e-mail, if the person prefers it"))}
          </fieldset>
          <button>${facts.is_checked ? gettext("Keep") : gettext("I have compared it: keep")}</button>
        </form>
      </details>
    `;
  }

  private drawDoubt(field: string, found: string): TemplateResult {
    const words = found.trim() === "" ? gettext("not found") : gettext("hard to read");
    return html`<span id="doubt-${field}">${this.facts.doubts.includes(field) ? html`<span class="state warn small">${words}</span>` : nothing}</span>`;
  }

  private drawWay(way: AnswerBy, label: string): TemplateResult {
    return html`<label class="row"><input type="radio" name="answer_by" value=${way} ?checked=${this.facts.answer_by === way} /> ${label}</label>`;
  }

  private correct(event: SubmitEvent): void {
    event.preventDefault();
    const fields = new FormData(event.target as HTMLFormElement);
    const read = (name: string): string => {
      const value = fields.get(name);
      return typeof value === "string" ? value : "";
    };
    const asked: CorrectLetter = {
      sender: read("sender"),
      email: read("email"),
      telephone: read("telephone"),
      file_numbers: read("file_numbers").split("\n").filter((line) => line.trim() !== ""),
      written_on: read("written_on"),
      answer_by: read("answer_by") === "email" ? "email" : "post",
    };
    void this.ask(post<LetterFacts>(`/live/contacts/${this.contact}/letter`, asked), gettext("Kept."));
  }

  private act(name: "prepare" | "acknowledge"): void {
    const asked: ActOnLetter = { key: newKey() };
    const done = name === "prepare" ? gettext("It goes out.") : gettext("The acknowledgement goes to be printed.");
    void this.ask(post<LetterFacts>(this.door(name), asked), done);
  }

  private async ask(asked: Promise<LetterFacts>, done: string): Promise<void> {
    try {
      this.latest = await asked;
      this.isWrong = false;
      this.said = done;
    } catch (error) {
      this.isWrong = true;
      this.said = error instanceof Refusal ? error.message : gettext("This was not kept. Try again.");
    }
  }
}

function describeText({ pages, certainty }: LetterFacts): string {
  const count = ngettext("{count} page", "{count} pages", pages);
  return certainty < 0.8 ? gettext("{count}, hard to read: trust the scan", { count }) : count;
}

function describePosting(posting: PostingState): string {
  switch (posting) {
    case "unaddressed":
      return gettext("The letter waits for an address");
    case "ready":
      return gettext("The letter is to be printed");
    case "printed":
      return gettext("The letter is printed");
    case "posted":
      return gettext("The letter is posted");
    case "left":
      return gettext("The letter is not sent");
  }
}

customElements.define("letter-facts", LetterFactsBox);
