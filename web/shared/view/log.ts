/** The lines of a conversation, each with what became of it. New ones are read out politely; the newest stays in sight. */

import { html, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { listPending } from "../data/conversation";
import type { Written } from "../data/outbox";
import { writeSize } from "../data/sending";
import { getLanguage, gettext } from "../data/text";
import type { Attachment, Author, Message } from "../words/live";
import { PageElement } from "./element";
import "./verdict";

export class ConversationLog extends PageElement {
  @property({ attribute: false }) messages: readonly Message[] = [];
  @property({ attribute: false }) written: readonly Written[] = [];
  /** On whose side we are. */
  @property() mine: Author = "citizen";
  /** The other side has seen everything up to this number. */
  @property({ type: Number }) read = 0;
  /** How the other side is called. */
  @property() other = "";
  /** How an agent is called on our side. */
  @property({ attribute: false }) nameAgent: (agent: number | null) => string = () => gettext("You");
  /** It is only read: what becomes of each line does not matter any more. */
  @property({ type: Boolean, attribute: "is-over" }) isOver = false;
  /** Where the files of the conversation are. */
  @property() files = "";
  /** Fetches a file for a page whose links carry no pass. */
  @property({ attribute: false }) fetchFile: ((attachment: Attachment) => Promise<void>) | null = null;
  /** Tells whether the answer in a message helped; null: nobody is asked. */
  @property({ attribute: false }) judge: ((number: number, hasHelped: boolean) => Promise<unknown>) | null = null;
  /** What a page adds under a line. */
  @property({ attribute: false }) more: (message: Message) => unknown = () => nothing;
  /** The newest line stays in sight; who scrolled back to read is not disturbed. */
  private follows = false;

  protected override willUpdate(changed: Map<string, unknown>): void {
    const box = this.scroller();
    const isPage = box === document.documentElement;
    const isNearEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 160;
    const isNew = changed.has("messages") || changed.has("written");
    this.follows = isNew && (this.hasUpdated ? isNearEnd : !isPage);
  }

  protected override updated(): void {
    if (this.follows) this.scroller().scrollTop = this.scroller().scrollHeight;
  }

  protected override render(): TemplateResult {
    const pending = listPending(this.messages, this.written);
    return html`
      <div role="log" aria-label=${gettext("Messages")} tabindex="0">
        <ol class="log">
          ${this.messages.map((message) => this.drawMessage(message))} ${pending.map((written) => this.drawPending(written))}
        </ol>
      </div>
    `;
  }

  private scroller(): Element {
    return this.closest("[data-scroller]") ?? document.documentElement;
  }

  private drawMessage(message: Message): TemplateResult {
    if (message.author === "system" && message.kind !== "note") return html`<li class="message system">${message.text}</li>`;
    const mine = message.author === this.mine;
    const note = message.kind === "note";
    const file = message.kind === "file";
    const who = message.author === "system" ? gettext("Guichet") : mine ? this.nameAgent(message.agent) : this.other;
    return html`
      <li class="message ${mine ? "mine" : "theirs"} ${note ? "note" : ""}" data-number=${message.number}>
        <span class="who">${note ? gettext("Internal note ({name})", { name: who }) : who}, <time datetime=${new Date(message.at).toISOString()}>${writeMoment(message.at)}</time></span>
        ${file ? this.drawFile(message.attachment) : html`<p class="bubble">${message.text}</p>`} ${this.drawSource(message)}${this.more(message)}
        ${mine && !note && !this.isOver ? html`<span class="fate">${message.number <= this.read ? gettext("Read") : gettext("Sent")}</span>` : nothing}
      </li>
    `;
  }

  /** Where an answer comes from, and whether it helped. */
  private drawSource({ number, answer, author }: Message): TemplateResult | typeof nothing {
    if (answer === null) return nothing;
    const { article, version, is_reworded } = answer;
    const { judge } = this;
    return html`
      <span class="source">${
        is_reworded ? gettext("From article {article}, version {version}", { article, version }) : gettext("Article {article}, version {version}", { article, version })
      }</span>
      ${judge === null || author === this.mine
        ? nothing
        : html`<answer-verdict name=${`${this.files}:${number}`} .tell=${(hasHelped: boolean) => judge(number, hasHelped)}></answer-verdict>`}
    `;
  }

  private drawFile(attachment: Attachment | null): TemplateResult {
    if (attachment === null) return html`<p class="bubble soft">${gettext("This file was erased.")}</p>`;
    const size = writeSize(attachment.size, getLanguage());
    return html`
      <a class="bubble file" href=${`${this.files}/${attachment.id}`} download=${attachment.name} @click=${(event: Event) => this.open(event, attachment)}>
        <span class="name">${attachment.name}</span>
        <span class="small">${gettext("Download the file, {size}", { size })}</span>
      </a>
    `;
  }

  private open(event: Event, attachment: Attachment): void {
    if (this.fetchFile === null) return;
    event.preventDefault();
    void this.fetchFile(attachment);
  }

  private drawPending(written: Written): TemplateResult {
    const failed = written.refusal !== undefined;
    return html`
      <li class="message mine ${written.kind} ${failed ? "failed" : ""}">
        <span class="who">${written.kind === "note" ? gettext("Internal note") : gettext("You")}</span>
        <p class="bubble">${written.text}</p>
        ${failed ? this.drawFailure(written) : html`<span class="fate">${gettext("Sending…")}</span>`}
      </li>
    `;
  }

  private drawFailure(written: Written): TemplateResult {
    return html`
      <span class="fate">${gettext("Not sent: {reason}", { reason: written.refusal ?? "" })}</span>
      <span class="row">
        <button type="button" class="quiet" @click=${() => this.tell("retry", written.key)}>${gettext("Send again")}</button>
        <button type="button" class="quiet" @click=${() => this.tell("discard", written.key)}>${gettext("Delete")}</button>
      </span>
    `;
  }

  private tell(what: "retry" | "discard", key: string): void {
    this.dispatchEvent(new CustomEvent(what, { detail: key, bubbles: true }));
  }
}

/** "14:05"; with its day when that is not today. */
function writeMoment(at: number): string {
  const isToday = new Date(at).toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat(getLanguage(), isToday ? { timeStyle: "short" } : { dateStyle: "short", timeStyle: "short" }).format(at);
}

customElements.define("conversation-log", ConversationLog);
