/** One conversation in hand: what was said, a place to answer or note, and what can be done with it. */

import { html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import { lastNumber } from "../../shared/data/conversation";
import type { Written } from "../../shared/data/outbox";
import { findCompany, findOwnLeg, isCalling } from "../../channels/voice/data/party";
import { drawCallByText } from "../../channels/voice/view/texting";
import { gettext } from "../../shared/data/text";
import { drawDraft } from "../../shared/view/draft";
import { PageElement } from "../../shared/view/element";
import "../../shared/view/log";
import type { DeskSetting } from "../../shared/words/desk";
import type { AttemptReason, Card, Channel, LegCard, Message } from "../../shared/words/live";
import type { Ways } from "../../shared/words/ways";
import "../../channels/callback/controls";
import { drawOriginal } from "../../channels/mail/facts";
import "../../channels/message/facts";
import { drawFate } from "../../channels/sms/facts";
import type { SocialFactsBox } from "../../channels/social/facts";
import type { ArticleShelf } from "../data/articles";
import { doors } from "../data/calls";
import { LIVE } from "../data/merging";
import { DRAFTS_CHANGED, type DraftKeeper } from "../data/drafts";
import { leavesLater, type Fates } from "../data/fates";
import { squareDoors } from "../data/square";
import { canTakeOut, listReasons } from "../data/taking";
import "./answer";
import "./fates";
import "./joined";
import "./merge";
import "./taken";
import "./taking";
import { drawAsking } from "./rest";
import type { AnswerBox } from "./answer";
import "./transfer";
import "./ways";
import "./wrap-up";

type Form = "transfer" | "merge" | "taking" | "rest" | "ways";

export class AgentConversation extends PageElement {
  @property({ attribute: false }) setting!: DeskSetting;
  @property({ attribute: false }) card!: Card;
  @property({ attribute: false }) written: readonly Written[] = [];
  @property({ attribute: false }) drafts!: DraftKeeper;
  @property({ attribute: false }) shelf!: ArticleShelf;
  /** The agent's calls, and the keys that mute his microphone. */
  @property({ attribute: false }) legs: readonly LegCard[] = [];
  @property() muteKeys = "";
  @property({ type: Number }) read = 0;
  @property({ type: Boolean }) typing = false;
  /** What he has typed so far, where each sees the other write. */
  @property() draft = "";
  /** Another tab of this agent writes here. */
  @property({ type: Boolean }) elsewhere = false;
  /** How an agent is called: what was said before a transfer was said by a colleague. */
  @property({ attribute: false }) nameAgent: (agent: number | null) => string = () => "";
  /** Who else reads along. */
  @property({ attribute: false }) readers: readonly string[] = [];
  /** All in hand. */
  @property({ attribute: false }) cards: readonly Card[] = [];
  /** The form that stands where one answers. */
  @state() private form: "" | Form = "";
  /** Of the lines that leave later than they are said. */
  @state() private fates: Fates = new Map();
  /** By which channel what is said now leaves; null until it is known. */
  @state() private ways: Ways | null = null;
  /** Of a contact of a social network: it says what may be sent. */
  private square: SocialFactsBox | null = null;
  private readonly draw = (): void => this.requestUpdate();

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener(DRAFTS_CHANGED, this.draw);
  }

  override disconnectedCallback(): void {
    removeEventListener(DRAFTS_CHANGED, this.draw);
    super.disconnectedCallback();
  }

  override focus(): void {
    void this.goToFoot();
  }

  /** To the form that stands where one answers, once it is drawn. */
  private async goToFoot(): Promise<void> {
    await this.updateComplete;
    const foot = this.querySelector<PageElement>(".conversation-foot > *");
    await foot?.updateComplete;
    foot?.focus();
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    const before = changed.get("card") as Card | undefined;
    if (changed.has("card") && before?.contact !== this.card.contact) [this.form, this.fates, this.ways] = ["", new Map(), null];
    if (this.isSocial) void import("../../channels/social/facts");
    else this.square = null;
  }

  /** A form that opens below takes room from the log: its end stays in sight. */
  protected override updated(changed: Map<string, unknown>): void {
    const before = changed.get("card") as Card | undefined;
    if (!changed.has("form") && (before === undefined || before.state === this.card.state)) return;
    requestAnimationFrame(() => {
      const body = this.querySelector(".conversation-body");
      if (body !== null) body.scrollTop = body.scrollHeight;
    });
  }

  protected override render(): TemplateResult {
    return html`
      <header class="conversation-head">
        <div>
          <h2 tabindex="-1">${this.name}</h2>
          <p class="soft">${this.card.reason_name}, ${this.card.queue_name}</p>
        </div>
        ${this.card.state === "wrapping_up" || this.card.asking !== null ? nothing : this.drawActions()}
      </header>
      <div class="readers" role="status">${this.drawReaders()}</div>
      ${this.drawFacts()}
      <div class="conversation-body" data-scroller tabindex="-1">
        <taken-contacts
          .card=${this.card}
          @read=${(event: CustomEvent<string>) => this.tell("read", event.detail)}
          @put-back=${(event: CustomEvent<string>) => this.tell("put-back", event.detail)}
        ></taken-contacts>
        <joined-contacts
          .card=${this.card}
          .nameAgent=${this.nameAgent}
          @part=${(event: CustomEvent<string>) => this.tell("part", event.detail)}
        ></joined-contacts>
        <conversation-log
          .files=${`/live/contacts/${this.card.contact}/files`}
          mine="agent"
          .messages=${this.card.messages}
          .written=${this.written}
          .read=${this.read}
          .other=${this.name}
          .nameAgent=${this.nameAgent}
          ?is-over=${this.isLater}
          .more=${(message: Message) => this.drawMore(message)}
        ></conversation-log>
        ${this.drawTyping()}
      </div>
      <div class="conversation-foot">${this.drawFoot()}</div>
    `;
  }

  private drawTyping(): TemplateResult | typeof nothing {
    if (this.card.text !== null) return drawDraft(this.draft, gettext("{name} is writing:", { name: this.name }));
    return html`<p class="typing" aria-live="polite">${this.typing ? gettext("{name} is writing…", { name: this.name }) : nothing}</p>`;
  }

  /** What its channel adds, and by which one what is said leaves. */
  private drawFacts(): TemplateResult {
    return html`
      ${this.card.asking === null ? nothing : drawAsking(this.card.asking, () => this.tell("take-up"))} ${this.drawCall()}
      ${this.card.reply === null
        ? nothing
        : keyed(this.card.contact, html`<message-facts contact=${this.card.contact} .reply=${this.card.reply}></message-facts>`)}
      ${this.card.mail === null ? nothing : html`<mail-facts .mail=${this.card.mail} ?elsewhere=${this.isElsewhere}></mail-facts>`}
      ${this.drawLetter()} ${this.card.state === "wrapping_up" ? nothing : this.drawWay()}
      ${this.isSms ? this.drawSms() : nothing} ${this.isSocial ? this.drawSocial() : nothing} ${this.isLater ? this.drawFates() : nothing}
    `;
  }

  private drawFates(): TemplateResult {
    return html`<line-fates
      contact=${this.card.contact}
      last=${lastNumber(this.card.messages)}
      @fates=${(event: CustomEvent<Fates>) => (this.fates = event.detail)}
    ></line-fates>`;
  }

  private get way(): Channel {
    return this.ways?.current ?? this.card.channel;
  }

  private get isSms(): boolean {
    return this.way === "sms";
  }

  /** What is said leaves later than it is said: what becomes of it is told by its channel. */
  private get isLater(): boolean {
    return leavesLater(this.way);
  }

  /** What is said now leaves by another channel than the contact came by. */
  private get isElsewhere(): boolean {
    return this.ways !== null && this.ways.current !== this.ways.own;
  }

  private drawWay(): TemplateResult {
    return html`<answer-way
      contact=${this.card.contact}
      notes=${this.card.messages.filter(({ author, kind }) => author === "system" && kind === "note").length}
      .ways=${this.ways}
      @ways=${(event: CustomEvent<Ways>) => (this.ways = event.detail)}
    ></answer-way>`;
  }

  private drawSms(): TemplateResult {
    return html`<sms-facts
      contact=${this.card.contact}
      .text=${this.drafts.read(this.card.contact, "message")}
      .fetchTalk=${doors.getTalk}
    ></sms-facts>`;
  }

  private get isSocial(): boolean {
    return this.way === "social";
  }

  private drawSocial(): TemplateResult {
    return html`<social-facts
      contact=${this.card.contact}
      .text=${this.drafts.read(this.card.contact, "message")}
      .doors=${squareDoors}
      .fetchTalk=${doors.getTalk}
      ?done=${this.card.state === "wrapping_up"}
      @squared=${(event: CustomEvent<SocialFactsBox>) => (this.square = event.detail)}
      @insert=${(event: CustomEvent<string>) => void this.querySelector<AnswerBox>("answer-box")?.insert(event.detail)}
    ></social-facts>`;
  }

  /** Under a line: what it is answered about on its own, the whole mail, what became of a message that leaves later than it is said. */
  private drawMore(message: Message): unknown {
    const reasons = listReasons(this.card, message.number);
    return html`${reasons.map((reason) => html`<span class="source">${gettext("Answered on its own: {reason}", { reason })}</span>`)}${this.drawFateOrOriginal(message)}`;
  }

  private drawFateOrOriginal(message: Message): unknown {
    if (this.isLater && message.author === "agent" && message.kind !== "note") {
      return drawFate(this.fates.get(message.number) ?? (this.isElsewhere ? undefined : "queued"));
    }
    return this.card.mail === null ? nothing : drawOriginal(this.card.contact, message);
  }

  private get name(): string {
    return this.card.citizen_name === "" ? gettext("Citizen") : this.card.citizen_name;
  }

  /** Collisions are said in words, and only when they begin. */
  private drawReaders(): TemplateResult[] {
    const reading = this.readers.map((name) => gettext("{name} reads this conversation too.", { name }));
    const sentences = this.elsewhere ? [...reading, gettext("You are writing here in another tab too.")] : reading;
    return sentences.map((sentence) => html`<p class="small">${sentence}</p>`);
  }

  private drawActions(): TemplateResult {
    return html`
      <div class="row">
        ${this.canRest
          ? html`<button type="button" data-opens="rest" aria-expanded=${this.form === "rest" ? "true" : "false"} @click=${() => this.toggle("rest")}>${gettext("Wait for an answer…")}</button>`
          : nothing}
        <button type="button" data-opens="merge" aria-expanded=${this.form === "merge" ? "true" : "false"} @click=${() => this.toggle("merge")}>${gettext("Join…")}</button>
        ${canTakeOut(this.card)
          ? html`<button type="button" data-opens="taking" aria-expanded=${this.form === "taking" ? "true" : "false"} @click=${() => this.toggle("taking")}>
              ${gettext("Answer apart…")}
            </button>`
          : nothing}
        <button type="button" data-opens="transfer" aria-expanded=${this.form === "transfer" ? "true" : "false"} @click=${this.toggleTransfer}>
          ${gettext("Transfer")}
        </button>
        ${this.hasGuest ? nothing : this.drawEnd()}
      </div>
    `;
  }

  private drawEnd(): TemplateResult {
    return html`<button type="button" @click=${() => this.tell("end")}>${this.isCall && !this.isRinging ? gettext("Hang up") : gettext("End")}</button>`;
  }

  /** Somebody is asked into the call: it goes on with one or the other, and hanging up would cut the caller off. */
  private get hasGuest(): boolean {
    return this.legs.some((leg) => leg.contact === this.card.contact && findCompany(leg).kind !== "alone");
  }

  /** Nobody lets wait who waits for an answer at once. */
  private get canRest(): boolean {
    return !LIVE.has(this.card.channel) && this.setting.askings.length > 0;
  }

  /** It has sound: a call by text has none. */
  private get isCall(): boolean {
    return (this.card.channel === "voice" || this.isDialled) && this.card.text !== "alone";
  }

  /** A callback that Guichet makes by itself: nobody dials it a second time by hand. */
  private get isDialled(): boolean {
    return this.card.channel === "callback" && this.ownLeg !== undefined;
  }

  /** Whoever is called back did not answer yet. */
  private get isRinging(): boolean {
    return this.isDialled && this.ownLeg !== undefined && isCalling(this.ownLeg, this.card.call);
  }

  private get ownLeg(): LegCard | undefined {
    return findOwnLeg(this.legs, this.card.contact);
  }

  private drawCall(): TemplateResult | typeof nothing {
    if (this.card.state !== "assigned") return nothing;
    if (this.card.text === "alone") return drawCallByText();
    return html`${this.isCall ? this.drawPanel() : nothing} ${this.drawCallback()}`;
  }

  private drawPanel(): TemplateResult {
    return html`<call-panel
      contact=${this.card.contact}
      .legs=${this.legs}
      .call=${this.isDialled ? this.card.call : null}
      .colleagues=${this.setting.colleagues}
      .relays=${this.setting.relays}
      muteKeys=${this.muteKeys}
      ?has-text=${this.card.text !== null}
      ?is-written=${this.draft !== ""}
    ></call-panel>`;
  }

  private drawCallback(): TemplateResult | typeof nothing {
    if (this.card.call === null || this.card.channel === "voice") return nothing;
    return html`<callback-controls
      .call=${this.card.call}
      ?is-dialled=${this.isDialled}
      @attempt=${(event: CustomEvent<AttemptReason>) => this.tell("attempt", { reason: event.detail })}
    ></callback-controls>`;
  }

  /** Its controls are fetched when the first letter is open. */
  private drawLetter(): TemplateResult | typeof nothing {
    const { contact, letter, messages } = this.card;
    if (letter === null) return nothing;
    void import("../../channels/letter/facts");
    const answered = messages.some(({ author, kind }) => author === "agent" && kind !== "note");
    return html`${keyed(contact, html`<letter-facts .contact=${contact} .letter=${letter} .answered=${answered}></letter-facts>`)}`;
  }

  private drawFoot(): TemplateResult {
    if (this.card.state === "wrapping_up") {
      return html`${keyed(this.card.contact, this.drawWrapUp())}`;
    }
    if (this.form === "transfer") return this.drawTransfer();
    if (this.form === "merge") return this.drawMerge();
    if (this.form === "taking") return this.drawTaking();
    if (this.form === "rest" && this.card.asking === null) return this.drawRest();
    if (this.form === "ways") return this.drawWays();
    return html`<answer-box
      .setting=${this.setting}
      .card=${this.card}
      .drafts=${this.drafts}
      .shelf=${this.shelf}
      ?elsewhere=${this.isElsewhere}
      .gate=${this.isSocial ? this.checkSocial : null}
      @say=${(event: CustomEvent<object>) => this.tell("say", event.detail)}
      @typing=${() => this.tell("typing")}
      @other-channel=${() => this.toggle("ways")}
    ></answer-box>`;
  }

  private readonly checkSocial = async (text: string): Promise<string> =>
    (await this.square?.check(text)) ?? gettext("Who reads along is not known yet: send it again in a moment.");

  private drawWrapUp(): TemplateResult {
    return html`<wrap-up-form
      .setting=${this.setting}
      .card=${this.card}
      .drafts=${this.drafts}
      @wrap-up=${(event: CustomEvent<object>) => this.tell("wrap-up", event.detail)}
      @extend=${() => this.tell("extend")}
      @keep-note=${(event: CustomEvent<string>) => this.tell("keep-note", event.detail)}
    ></wrap-up-form>`;
  }

  private drawTransfer(): TemplateResult {
    return html`<transfer-form
      .setting=${this.setting}
      .contact=${this.card.contact}
      .filed=${this.card.reason}
      @transfer=${(event: CustomEvent<object>) => this.tell("transfer", event.detail)}
      @cancel-transfer=${this.toggleTransfer}
    ></transfer-form>`;
  }

  private drawMerge(): TemplateResult {
    return html`<merge-form .card=${this.card} .cards=${this.cards} @merged=${this.leaveForm} @cancel-merge=${() => this.toggle("merge")}></merge-form>`;
  }

  private drawTaking(): TemplateResult {
    return html`<taking-form
      .setting=${this.setting}
      .card=${this.card}
      @taken-out=${this.leaveForm}
      @cancel-taking=${() => this.toggle("taking")}
    ></taking-form>`;
  }

  private drawRest(): TemplateResult {
    return html`<rest-form
      .askings=${this.setting.askings}
      ?told=${this.card.messages.some(({ author, kind }) => author === "agent" && kind !== "note")}
      @rest=${(event: CustomEvent<string>) => {
        this.tell("rest", event.detail);
        void this.toggle("rest");
      }}
      @cancel-rest=${() => this.toggle("rest")}
    ></rest-form>`;
  }

  private drawWays(): TemplateResult {
    return html`<ways-form
      contact=${this.card.contact}
      .ways=${this.ways}
      @ways=${(event: CustomEvent<Ways>) => (this.ways = event.detail)}
      @chosen-way=${this.leaveForm}
      @cancel-ways=${() => this.toggle("ways")}
    ></ways-form>`;
  }

  toggleTransfer(): Promise<void> {
    return this.toggle("transfer");
  }

  /** Open a form where one answers; or close it again, and go back to the button that opened it. */
  private async toggle(form: Form): Promise<void> {
    this.form = this.form === form ? "" : form;
    await this.updateComplete;
    if (this.form !== "") return this.goToFoot();
    await this.querySelector<AnswerBox>("answer-box")?.updateComplete;
    this.querySelector<HTMLElement>(`[data-opens="${form}"]`)?.focus();
  }

  /** What was to be done is done: one goes on answering. */
  private leaveForm(): void {
    this.form = "";
    this.focus();
  }

  private tell(what: string, detail?: object | string): void {
    this.dispatchEvent(new CustomEvent(what, { detail }));
  }
}

customElements.define("agent-conversation", AgentConversation);
