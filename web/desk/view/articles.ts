/**
 * The articles that may answer this contact, the best first, a search over all of them, and a draft from them where a model makes one. Event
 * `insert`: what is wanted in the message.
 */

import { html, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { lastNumber } from "../../shared/data/conversation";
import { gettext, ngettext } from "../../shared/data/text";
import { PageElement } from "../../shared/view/element";
import type { ArticleChoice } from "../../shared/words/answers";
import type { Card } from "../../shared/words/live";
import { ARTICLES_CHANGED, type ArticleShelf, type Shelved } from "../data/articles";
import { readTicks, tick } from "../data/beside";
import { doors } from "../data/calls";
import { DRAFTS_CHANGED, type DraftKeeper } from "../data/drafts";
import { isSpoken } from "../data/work";
import "./article";
import type { ArticleCard } from "./article";

export class ArticlePanel extends PageElement {
  @property({ attribute: false }) card!: Card;
  @property({ attribute: false }) shelf!: ArticleShelf;
  @property({ attribute: false }) drafts!: DraftKeeper;
  /** The keys that insert; "": shortcuts are off. */
  @property() keys = "";
  /** A model drafts answers. */
  @property({ type: Boolean }) drafting = false;
  /** The contact for which it is at it; "": none. */
  @state() private draftingFor = "";
  @state() private draftProblem = "";
  /** What was said not to have helped, as "contact article". */
  @state() private judged: ReadonlySet<string> = new Set();
  @query("input[type=search]") private readonly input!: HTMLInputElement;
  private readonly draw = (): void => this.requestUpdate();

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener(DRAFTS_CHANGED, this.draw);
    addEventListener(ARTICLES_CHANGED, this.draw);
  }

  override disconnectedCallback(): void {
    removeEventListener(DRAFTS_CHANGED, this.draw);
    removeEventListener(ARTICLES_CHANGED, this.draw);
    super.disconnectedCallback();
  }

  /** What can be inserted at once, else where it is looked for. */
  override focus(): void {
    (this.querySelector<HTMLElement>("details[open] [data-insert]") ?? this.input).focus();
  }

  /** Insert the article in which the focus is, else the best. */
  insert(): void {
    const cards = [...this.querySelectorAll<ArticleCard>("article-card")];
    const chosen = cards.find((each) => each.contains(document.activeElement)) ?? cards[0];
    if (chosen !== undefined && this.isInsertable && chosen.article.text !== "") this.tellInsert(chosen.article);
    else this.focus();
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    const before = changed.get("card") as Card | undefined;
    if (before !== undefined && before.contact !== this.card.contact) this.draftProblem = "";
    if (changed.has("card")) void this.shelf.follow(this.card.contact, lastNumber(this.card.messages.filter(({ author }) => author === "citizen")));
  }

  protected override updated(changed: Map<string, unknown>): void {
    const before = changed.get("card") as Card | undefined;
    if (changed.has("card") && before?.contact !== this.card.contact) this.input.value = this.shelved.words;
  }

  protected override render(): TemplateResult {
    const { articles } = this.shelved;
    return html`
      <h2 tabindex="-1">${gettext("Answers")}</h2>
      <form role="search" @submit=${this.submit}>
        <label class="label small" for="article-words">${gettext("Search the articles")}</label>
        <input id="article-words" type="search" autocomplete="off" maxlength="200" @input=${() => void this.shelf.type(this.card.contact, this.input.value)} />
      </form>
      <p class="soft small" role="status">${this.writeState()}</p>
      ${this.drawProblem()} ${this.drawDrafting()}
      <ol class="articles" aria-label=${gettext("Articles")}>
        ${repeat(
          articles ?? [],
          ({ article }) => article,
          (article, index) => html`<li>${this.drawArticle(article, index)}</li>`,
        )}
      </ol>
    `;
  }

  /** A draft by a model, where there is one and something to draw it from. */
  private drawDrafting(): TemplateResult | typeof nothing {
    const isPossible = this.drafting && this.isInsertable && (this.shelved.articles ?? []).some(({ text }) => text !== "");
    if (!isPossible) return nothing;
    return html`
      <p>
        <button type="button" ?disabled=${this.draftingFor !== ""} @click=${() => void this.draft()}>
          ${this.draftingFor === "" ? gettext("Draft an answer from these articles") : gettext("A model is drafting…")}
        </button>
      </p>
      <div role="alert">${this.draftProblem === "" ? nothing : html`<p class="notice warn">${this.draftProblem}</p>`}</div>
    `;
  }

  private async draft(): Promise<void> {
    const { contact } = this.card;
    this.draftingFor = contact;
    this.draftProblem = "";
    try {
      const { text, cited } = await doors.draftAnswer(contact);
      const [first] = cited;
      if (first === undefined || contact !== this.card.contact) return;
      const title = cited.map((each) => each.title).join(", ");
      this.dispatchEvent(new CustomEvent("insert", { detail: { ...first, title, text, is_draft: true } }));
    } catch (error) {
      this.draftProblem = error instanceof Error ? error.message : "";
    } finally {
      this.draftingFor = "";
    }
  }

  private get shelved(): Shelved {
    return this.shelf.read(this.card.contact);
  }

  private get isInsertable(): boolean {
    return this.card.state !== "wrapping_up";
  }

  private writeState(): string {
    const { articles, words, isLooking, problem } = this.shelved;
    if (articles === null) return isLooking ? gettext("Looking for answers…") : "";
    if (articles.length === 0 && problem === "") {
      return words === "" ? gettext("No article is known for this reason yet. Search with other words.") : gettext("No article has these words. Try others.");
    }
    if (words === "") return gettext("From the reason and what was said");
    return ngettext("{count} article found", "{count} articles found", articles.length);
  }

  private drawProblem(): TemplateResult | typeof nothing {
    const { problem } = this.shelved;
    if (problem === "") return nothing;
    return html`<div class="notice bad" role="alert">
      <p>${gettext("The articles cannot be shown now.")} ${problem}</p>
      <button type="button" @click=${() => void this.shelf.look(this.card.contact)}>${gettext("Try again")}</button>
    </div>`;
  }

  private drawArticle(article: ArticleChoice, index: number): TemplateResult {
    const { contact, language } = this.card;
    return html`<article-card
      .article=${article}
      .best=${index === 0}
      .insertable=${this.isInsertable}
      .spoken=${isSpoken(this.card)}
      .wanted=${language}
      .keys=${index === 0 ? this.keys : ""}
      .ticks=${readTicks(this.drafts, contact)}
      .judged=${this.judged.has(`${contact} ${article.article}`)}
      @insert=${() => this.tellInsert(article)}
      @tick=${({ detail }: CustomEvent<{ point: string; isDone: boolean }>) => tick(this.drafts, contact, detail.point, detail.isDone)}
      @judge=${() => this.judge(article)}
    ></article-card>`;
  }

  private submit(event: SubmitEvent): void {
    event.preventDefault();
    void this.shelf.look(this.card.contact);
  }

  private tellInsert(article: ArticleChoice): void {
    const search = this.shelf.getSearch(this.card.contact);
    if (search !== "") void doors.tellInserted(this.card.contact, { search, article: article.article });
    this.dispatchEvent(new CustomEvent("insert", { detail: article }));
  }

  /** It is told once; should it be lost, somebody else says it. */
  private judge({ article, version }: ArticleChoice): void {
    this.judged = new Set([...this.judged, `${this.card.contact} ${article}`]);
    void doors.judgeArticle(this.card.contact, { article, version, has_helped: false });
  }
}

customElements.define("article-panel", ArticlePanel);
