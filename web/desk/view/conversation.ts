/** One conversation in hand: what was said, a place to answer or note, and what can be done with it. */

import { html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import type { Written } from "../../shared/data/outbox";
import { gettext } from "../../shared/data/text";
import { PageElement } from "../../shared/view/element";
import "../../shared/view/log";
import type { DeskSetting } from "../../shared/words/desk";
import type { AttemptReason, Card, Message } from "../../shared/words/live";
import "../../channels/callback/controls";
import { drawOriginal } from "../../channels/mail/facts";
import "../../channels/message/facts";
import { drawFate, type Fates } from "../../channels/sms/facts";
import type { SocialFactsBox } from "../../channels/social/facts";
import type { ArticleShelf } from "../data/articles";
import { doors } from "../data/calls";
import { DRAFTS_CHANGED, type DraftKeeper } from "../data/drafts";
import { squareDoors } from "../data/square";
import "./answer";
import type { AnswerBox } from "./answer";
import "./transfer";
import "./wrap-up";

export class AgentConversation extends PageElement {
  @property({ attribute: false }) setting!: DeskSetting;
  @property({ attribute: false }) card!: Card;
  @property({ attribute: false }) written: readonly Written[] = [];
  @property({ attribute: false }) drafts!: DraftKeeper;
  @property({ attribute: false }) shelf!: ArticleShelf;
  @property({ type: Number }) read = 0;
  @property({ type: Boolean }) typing = false;
  /** Another tab of this agent writes here. */
  @property({ type: Boolean }) elsewhere = false;
  /** How an agent is called: what was said before a transfer was said by a colleague. */
  @property({ attribute: false }) nameAgent: (agent: number | null) => string = () => "";
  /** Who else reads along. */
  @property({ attribute: false }) readers: readonly string[] = [];
  @state() private transferring = false;
  /** Of the lines that left by an account outside. */
  @state() private fates: Fates = new Map();
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
    const target = this.card.state === "wrapping_up" ? "wrap-up-form" : "answer-box";
    this.querySelector<HTMLElement>(target)?.focus();
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    const before = changed.get("card") as Card | undefined;
    if (changed.has("card") && before?.contact !== this.card.contact) [this.transferring, this.fates] = [false, new Map()];
    if (this.isSocial) void import("../../channels/social/facts");
    else this.square = null;
  }

  /** A form that opens below takes room from the log: its end stays in sight. */
  protected override updated(changed: Map<string, unknown>): void {
    const before = changed.get("card") as Card | undefined;
    if (!changed.has("transferring") && (before === undefined || before.state === this.card.state)) return;
    requestAnimationFrame(() => {
      const body = this.querySelector(".conversation-body");
      if (body !== null) body.scrollTop = body.scrollHeight;
    });
  }

  protected override render(): TemplateResult {
    return html`
      <header class="conversation-head">
        <div>
          <h2>${this.name}</h2>
          <p class="soft">${this.card.reason_name}, ${this.card.queue_name}</p>
        </div>
        ${this.card.state === "wrapping_up" ? nothing : this.drawActions()}
      </header>
      <div class="readers" role="status">${this.drawReaders()}</div>
      ${this.drawCall()}
      ${this.card.reply === null ? nothing : html`<message-facts .reply=${this.card.reply}></message-facts>`}
      ${this.card.mail === null ? nothing : html`<mail-facts .mail=${this.card.mail}></mail-facts>`}
      ${this.drawLetter()}
      ${this.isSms ? this.drawSms() : nothing} ${this.isSocial ? this.drawSocial() : nothing}
      <div class="conversation-body" data-scroller tabindex="-1">
        <conversation-log
          .files=${`/live/contacts/${this.card.contact}/files`}
          mine="agent"
          .messages=${this.card.messages}
          .written=${this.written}
          .read=${this.read}
          .other=${this.name}
          .nameAgent=${this.nameAgent}
          ?is-over=${this.isSms || this.isSocial}
          .more=${(message: Message) => this.drawMore(message)}
        ></conversation-log>
        <p class="typing" aria-live="polite">${this.typing ? gettext("{name} is writing…", { name: this.name }) : nothing}</p>
      </div>
      <div class="conversation-foot">${this.drawFoot()}</div>
    `;
  }

  private get isSms(): boolean {
    return this.card.channel === "sms";
  }

  private drawSms(): TemplateResult {
    return html`<sms-facts
      contact=${this.card.contact}
      .text=${this.drafts.read(this.card.contact, "message")}
      .fetchTalk=${doors.getTalk}
      @fates=${(event: CustomEvent<Fates>) => (this.fates = event.detail)}
    ></sms-facts>`;
  }

  private get isSocial(): boolean {
    return this.card.channel === "social";
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
      @fates=${(event: CustomEvent<Fates>) => (this.fates = event.detail)}
    ></social-facts>`;
  }

  /** Under a line: the whole mail, or what became of a message that left by an account outside. */
  private drawMore(message: Message): unknown {
    if (this.isSms || this.isSocial) return message.author === "agent" && message.kind !== "note" ? drawFate(this.fates.get(message.number) ?? "queued") : nothing;
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
        <button type="button" aria-expanded=${this.transferring ? "true" : "false"} @click=${this.toggleTransfer}>
          ${gettext("Transfer")}
        </button>
        <button type="button" @click=${() => this.tell("end")}>${gettext("End")}</button>
      </div>
    `;
  }

  private drawCall(): TemplateResult | typeof nothing {
    if (this.card.call === null || this.card.state !== "assigned") return nothing;
    return html`<callback-controls
      .call=${this.card.call}
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
    if (this.transferring) return this.drawTransfer();
    return html`<answer-box
      .setting=${this.setting}
      .card=${this.card}
      .drafts=${this.drafts}
      .shelf=${this.shelf}
      .gate=${(text: string) => this.square?.check(text) ?? ""}
      @say=${(event: CustomEvent<object>) => this.tell("say", event.detail)}
      @typing=${() => this.tell("typing")}
    ></answer-box>`;
  }

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

  async toggleTransfer(): Promise<void> {
    this.transferring = !this.transferring;
    await this.updateComplete;
    this.querySelector<HTMLElement>(this.transferring ? "transfer-form" : "answer-box")?.focus();
  }

  private tell(what: string, detail?: object | string): void {
    this.dispatchEvent(new CustomEvent(what, { detail }));
  }
}

customElements.define("agent-conversation", AgentConversation);
