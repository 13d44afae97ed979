/**
 * Where a conversation is answered: a message or a note, from models if wished, with files. Drafts are kept on the server; when several
 * browsers hold one, all are shown and the agent chooses. Events: `say` ({ text, kind }), `typing`.
 */

import { html, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { Parcel } from "../../shared/data/sending";
import { writeFullDay } from "../../shared/data/clock";
import { DraftTeller } from "../../shared/data/real-time";
import { gettext } from "../../shared/data/text";
import type { HeldComposer } from "./composer";
import "./composer";
import { PageElement } from "../../shared/view/element";
import "../../shared/view/files";
import type { DeskSetting, SnippetChoice } from "../../shared/words/desk";
import type { Card, SaidKind } from "../../shared/words/live";
import { ARTICLES_CHANGED, type ArticleShelf } from "../data/articles";
import { forgetInserted, keepInserted, readInserted, type Insertable, type Inserted } from "../data/beside";
import { doors } from "../data/calls";
import { DRAFTS_CHANGED, type DraftKeeper } from "../data/drafts";
import { listMissing, type Facts } from "../data/snippets";
import { isSpoken } from "../data/work";
import "./inserted";
import "./rivals";
import "./snippets";
import type { SnippetList } from "./snippets";

export class AnswerBox extends PageElement {
  @property({ attribute: false }) setting!: DeskSetting;
  @property({ attribute: false }) card!: Card;
  @property({ attribute: false }) drafts!: DraftKeeper;
  @property({ attribute: false }) shelf!: ArticleShelf;
  /** Why the channel does not let a message leave as it is, once it is known; "" when it does. null: it lets everything. */
  @property({ attribute: false }) gate: ((text: string) => Promise<string>) | null = null;
  /** What is said leaves by another channel than the contact came by. */
  @property({ type: Boolean }) elsewhere = false;
  @state() private kind: SaidKind = "message";
  @state() private snippets: readonly SnippetChoice[] = [];
  @query("held-composer") private readonly composer!: HeldComposer;
  @query("snippet-list") private readonly list!: SnippetList;
  /** Files on their way to another contact go on while this one is shown. */
  private readonly sendingTo = new Set<string>();
  /** Where each sees the other write. */
  private readonly teller = new DraftTeller((draft) => void doors.tellTyping(this.card.contact, draft));
  private readonly draw = (): void => this.requestUpdate();

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener(DRAFTS_CHANGED, this.draw);
    addEventListener(ARTICLES_CHANGED, this.draw);
    void this.learnSnippets();
  }

  override disconnectedCallback(): void {
    removeEventListener(DRAFTS_CHANGED, this.draw);
    removeEventListener(ARTICLES_CHANGED, this.draw);
    super.disconnectedCallback();
  }

  override focus(): void {
    void this.goToComposer();
  }

  /** It may be that nothing is drawn yet. */
  private async goToComposer(): Promise<void> {
    await this.updateComplete;
    await this.composer.updateComplete;
    this.composer.focus();
  }

  async write(kind: SaidKind): Promise<void> {
    this.kind = kind;
    await this.updateComplete;
    this.focus();
  }

  /** Put a text where the cursor is in the message, and go to its first blank. */
  async insert(text: string): Promise<void> {
    await this.write("message");
    this.composer.insert(text);
  }

  /** Put the wording of an article where the cursor is, in the place of another one that was inserted before. */
  async give(article: Insertable): Promise<void> {
    await this.write(this.isSpoken ? "note" : "message");
    const before = this.inserted;
    if (before === null || !this.composer.replace(before.text, article.text)) this.composer.insert(article.text);
    keepInserted(this.drafts, this.card.contact, article, this.kind);
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    const before = changed.get("card") as Card | undefined;
    const isAnother = changed.has("card") && before?.contact !== this.card.contact;
    if (isAnother) this.teller.stop();
    if (isAnother || this.isSpoken) this.kind = this.isSpoken ? "note" : "message";
    else if (before?.text === null && this.card.text !== null) this.kind = "message";
    else if (changed.has("elsewhere") && this.elsewhere) this.kind = "message";
    this.sendingTo.add(this.card.contact);
  }

  protected override render(): TemplateResult {
    const { contact } = this.card;
    const note = this.kind === "note";
    return html`
      ${this.drawKinds()}
      <inserted-answer
        .inserted=${this.inserted}
        .latest=${this.findLatest()}
        .whole=${this.isWhole}
        @take-out=${this.takeOut}
      ></inserted-answer>
      <draft-rivals .drafts=${this.drafts} .contact=${contact} .kind=${this.kind} @kept=${() => this.focus()}></draft-rivals>
      <held-composer
        draft="${contact}-${this.kind}"
        tone=${this.kind}
        label=${note ? gettext("Note, never shown to the citizen") : this.addressee}
        action=${note ? gettext("Add internal note") : gettext("Send to the citizen")}
        .kept=${this.drafts.read(contact, this.kind)}
        .check=${(text: string) => this.check(text)}
        .hold=${note ? null : this.gate}
        @written=${(event: CustomEvent<string>) => this.written(event.detail)}
        @say=${(event: CustomEvent<string>) => this.say(event.detail)}
        @typing=${() => this.dispatchEvent(new CustomEvent("typing"))}
        @ask-model=${(event: Event) => this.askModel(event)}
      ></held-composer>
      ${this.drawTools()}
      <snippet-list
        .snippets=${this.snippets}
        .facts=${this.facts}
        .reason=${this.card.reason}
        @insert=${(event: CustomEvent<string>) => this.composer.insert(event.detail)}
        @shut=${() => this.focus()}
      ></snippet-list>
    `;
  }

  /** Nothing written reaches a citizen who is called. */
  private drawKinds(): TemplateResult {
    return html`
      <div class="row kinds">
        ${this.isSpoken
          ? nothing
          : html`<div class="row" role="group" aria-label=${gettext("For whom?")}>
              ${this.drawKind("message", gettext("Message to the citizen"))} ${this.drawKind("note", gettext("Internal note"))}
            </div>`}
        <button type="button" class="quiet" data-opens="ways" @click=${() => this.dispatchEvent(new CustomEvent("other-channel"))}>
          ${this.isSpoken ? gettext("Write to the person…") : gettext("Other channel…")}
        </button>
      </div>
    `;
  }

  private get isSpoken(): boolean {
    return isSpoken(this.card) && !this.elsewhere;
  }

  private get addressee(): string {
    const name = this.card.citizen_name;
    return name === "" ? gettext("Message to the citizen") : gettext("Message to {name}", { name });
  }

  private get facts(): Facts {
    return {
      usager: this.card.citizen_name,
      agent: this.setting.agent_name,
      organisme: this.setting.organisation_name,
      motif: this.card.reason_name,
      date: writeFullDay(Date.now()),
    };
  }

  private get isSaved(): boolean {
    return this.drafts.isSaved(this.card.contact, this.kind);
  }

  private writeDraftState(): string {
    if (this.drafts.read(this.card.contact, this.kind) === "") return "";
    return this.isSaved ? gettext("Draft saved") : gettext("Draft kept in this browser…");
  }

  private drawTools(): TemplateResult {
    return html`<div class="row tools">
      <button type="button" class="quiet" @click=${() => void this.showModels()}>${gettext("Models of answers")} <kbd aria-hidden="true">/</kbd></button>
      ${this.kind === "note" || this.card.channel === "sms" ? nothing : this.drawFiles()}
      <span class="soft small" data-draft=${this.isSaved ? "saved" : "waiting"}>${this.writeDraftState()}</span>
    </div>`;
  }

  private drawKind(kind: SaidKind, label: string): TemplateResult {
    return html`<button type="button" class="quiet" aria-pressed=${this.kind === kind ? "true" : "false"} @click=${() => void this.write(kind)}>
      ${label}
    </button>`;
  }

  private drawFiles(): TemplateResult {
    const deliver = (contact: string) => async (parcel: Parcel): Promise<void> => {
      await doors.sendFile(contact, parcel);
    };
    return html`${repeat(
      this.sendingTo,
      (contact) => contact,
      (contact) => html`<file-sender ?hidden=${contact !== this.card.contact} .deliver=${deliver(contact)}></file-sender>`,
    )}`;
  }

  /** The article in the message or the note that is shown. */
  private get inserted(): Inserted | null {
    const inserted = readInserted(this.drafts, this.card.contact);
    return inserted?.kind === this.kind ? inserted : null;
  }

  private get isWhole(): boolean {
    return this.inserted !== null && this.drafts.read(this.card.contact, this.kind).includes(this.inserted.text);
  }

  private findLatest(): number {
    const articles = this.shelf.read(this.card.contact).articles ?? [];
    return articles.find(({ article }) => article === this.inserted?.article)?.version ?? 0;
  }

  private takeOut(): void {
    if (this.inserted !== null) this.composer.replace(this.inserted.text, "");
    forgetInserted(this.drafts, this.card.contact);
    this.focus();
  }

  /** A message of which nothing is left gives no article either. */
  private written(text: string): void {
    if (text !== this.drafts.read(this.card.contact, this.kind)) this.drafts.write(this.card.contact, this.kind, text);
    if (this.card.text !== null && this.kind === "message") this.teller.take(text);
    if (text.trim() === "" && this.inserted !== null) forgetInserted(this.drafts, this.card.contact);
  }

  private check(text: string): string {
    if (text.trim() === "") return gettext("Write something first.");
    const [missing] = listMissing(text, this.snippets);
    return missing === undefined ? "" : gettext("Fill in {blank} before sending.", { blank: `{${missing}}` });
  }

  private say(text: string): void {
    this.teller.stop();
    const given = this.inserted;
    const answer = given === null ? {} : { answer: { article: given.article, version: given.version } };
    this.dispatchEvent(new CustomEvent("say", { detail: { text, kind: this.kind, ...answer } }));
    forgetInserted(this.drafts, this.card.contact);
    void this.drafts.clear(this.card.contact, this.kind, text);
  }

  private askModel(event: Event): void {
    event.preventDefault();
    void this.showModelsOr("/");
  }

  /** Where there is no model the sign is only a letter. */
  private async showModelsOr(sign: string): Promise<void> {
    if (this.snippets.length === 0) await this.learnSnippets();
    if (this.snippets.length === 0) this.composer.insert(sign);
    else this.list.show();
  }

  private async showModels(): Promise<void> {
    await this.learnSnippets();
    this.list.show();
  }

  private async learnSnippets(): Promise<void> {
    this.snippets = await doors.listSnippets().catch(() => this.snippets);
    await this.updateComplete;
  }
}

customElements.define("answer-box", AnswerBox);
