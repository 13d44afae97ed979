/**
 * One article beside the exchange: its wording for this channel, what its guide says, the points to check. Events: `insert`,
 * `tick` ({ point, isDone }), `judge`.
 */

import { html, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { gettext } from "../../shared/data/text";
import { joinMarks } from "../../shared/data/typography";
import { PageElement } from "../../shared/view/element";
import type { ArticleChoice } from "../../shared/words/answers";
import { nameLanguage } from "../data/languages";

export class ArticleCard extends PageElement {
  @property({ attribute: false }) article!: ArticleChoice;
  /** The best one: it is open at first. */
  @property({ type: Boolean }) best = false;
  /** The conversation is not over yet. */
  @property({ type: Boolean }) insertable = false;
  /** It is read aloud: what is inserted is a note that it was given. */
  @property({ type: Boolean }) spoken = false;
  /** The language of whoever asks. */
  @property() wanted = "";
  /** The keys that insert it; "": none. */
  @property() keys = "";
  @property({ attribute: false }) ticks: ReadonlySet<string> = new Set();
  @property({ type: Boolean }) judged = false;

  protected override render(): TemplateResult {
    const { title, passage } = this.article;
    return html`<details ?open=${this.best}>
      <summary>
        <span class="tab-name">${title}</span>
        ${this.drawFlags()}
        <span class="soft small passage">${passage}</span>
      </summary>
      ${this.drawWarning()} ${this.drawWording()} ${this.drawGuide()} ${this.drawChecklist()} ${this.drawFoot()}
    </details>`;
  }

  private drawFlags(): TemplateResult {
    const { is_outdated, is_review_due, is_public, language } = this.article;
    const other = language !== "" && language !== this.wanted ? gettext("In another language: {language}", { language: nameLanguage(language) }) : "";
    const flags = [
      is_outdated ? gettext("Older than its source") : "",
      is_review_due ? gettext("Its review is due") : "",
      is_public ? "" : gettext("For agents only"),
      other,
    ].filter((flag) => flag !== "");
    return html`${flags.map((flag) => html`<span class="state warn small">${flag}</span>`)}`;
  }

  private drawWarning(): TemplateResult | typeof nothing {
    if (!this.article.is_outdated) return nothing;
    return html`<p class="notice warn">${gettext("The rules have changed since this was written. Check them before you give this answer.")}</p>`;
  }

  private drawWording(): TemplateResult {
    const { text, is_public, title, language } = this.article;
    if (text === "") {
      return html`<p class="soft small">
        ${is_public ? gettext("This article has no wording for this channel.") : gettext("Read it, and answer in your own words: it is not written for citizens.")}
      </p>`;
    }
    return html`
      <p class="label small">${this.spoken ? gettext("To say") : gettext("To send")}</p>
      <blockquote class="wording" lang=${language}>${joinMarks(text)}</blockquote>
      ${this.insertable
        ? html`<button type="button" class="primary" data-insert aria-label=${`${this.action}: ${title}`} @click=${() => this.tell("insert")}>
            ${this.action} ${this.keys === "" ? nothing : html`<kbd aria-hidden="true">${this.keys}</kbd>`}
          </button>`
        : nothing}
    `;
  }

  private get action(): string {
    return this.spoken ? gettext("Note that it was given") : gettext("Insert");
  }

  private drawGuide(): TemplateResult | typeof nothing {
    if (this.article.advice === "") return nothing;
    return html`<h3>${gettext("What to ask and to know")}</h3>
      <p class="advice">${this.article.advice}</p>`;
  }

  private drawChecklist(): TemplateResult | typeof nothing {
    const { checklist } = this.article;
    if (checklist.length === 0) return nothing;
    return html`<fieldset class="plain checklist">
      <legend>${gettext("To check")}</legend>
      ${checklist.map(
        (point) => html`<label class="choice">
          <input type="checkbox" .checked=${this.ticks.has(point)} @change=${(event: Event) => this.ticked(point, event)} /> ${point}
        </label>`,
      )}
    </fieldset>`;
  }

  private drawFoot(): TemplateResult {
    const { article, version } = this.article;
    return html`<div class="row between">
      <span class="soft small">${gettext("Article {article}, version {version}", { article, version })}</span>
      ${this.judged
        ? html`<span class="small" role="status">${gettext("Noted. Thank you.")}</span>`
        : html`<button type="button" class="quiet small" @click=${() => this.tell("judge")}>${gettext("This article did not help")}</button>`}
    </div>`;
  }

  private ticked(point: string, event: Event): void {
    this.dispatchEvent(new CustomEvent("tick", { detail: { point, isDone: (event.target as HTMLInputElement).checked } }));
  }

  private tell(what: "insert" | "judge"): void {
    this.dispatchEvent(new CustomEvent(what));
  }
}

customElements.define("article-card", ArticleCard);
