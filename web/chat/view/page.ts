/** The citizen's conversation: where it stands, what was said, and a place to write. */

import { html, nothing, type TemplateResult } from "lit";
import { property, query } from "lit/decorators.js";
import { serverNow, writeLength } from "../../shared/data/clock";
import { lastNumber } from "../../shared/data/conversation";
import { Follower } from "../../shared/data/follow";
import { setPass } from "../../shared/data/http";
import { Outbox, type Written } from "../../shared/data/outbox";
import { watchNetwork } from "../../shared/data/page";
import type { Parcel } from "../../shared/data/sending";
import { isLasting, shelf } from "../../shared/data/shelf";
import { gettext } from "../../shared/data/text";
import { Typing } from "../../shared/data/typing";
import { EverySecond, PageElement } from "../../shared/view/element";
import "../../shared/view/composer";
import type { FileSender } from "../../shared/view/files";
import "../../shared/view/files";
import "../../shared/view/log";
import type { Attachment, Event as ChatEvent, Wait } from "../../shared/words/chat";
import { Doors } from "../data/calls";
import { apply, begin, isOpen, type ChatState } from "../data/state";
import { ASKED_EVERY_MS, describeWait } from "../data/wait";
import "./transcript";

const LOST_SHOWN_AFTER_MS = 2_000;

export class CitizenChat extends PageElement {
  @property() contact = "";
  /** Where another request is made; without it the element only says that it is wanted (`again`). */
  @property() home = "";
  /** Mails leave from here. */
  @property({ type: Boolean }) mails = false;
  /** The page shows its pass in a header: it stands inside another site's. */
  @property({ type: Boolean }) embedded = false;
  /** That pass. */
  @property({ attribute: false }) token = "";
  @query("dialog") private readonly dialog!: HTMLDialogElement;
  @query("file-sender") private readonly fileSender!: FileSender | null;
  private wait: Wait | null = null;
  private askedWaitAt = 0;
  private readonly typing = new Typing();
  private unlinkedSince = Date.now();
  private toldRead = 0;
  protected doors!: Doors;
  private follower!: Follower<ChatState, ChatEvent>;
  private outbox!: Outbox;

  constructor() {
    super();
    new EverySecond(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.embedded) setPass(this.token);
    this.doors = new Doors(this.contact, this.embedded);
    this.follower = new Follower<ChatState, ChatEvent>({
      fetch: async () => begin(await this.doors.fetch()),
      open: (cursor) => this.doors.open(cursor),
      apply,
      changed: (event) => this.changed(event),
    });
    this.outbox = new Outbox(
      shelf,
      `citizen:${this.contact}`,
      (message) => this.deliver(message),
      () => this.requestUpdate(),
    );
    this.connect();
  }

  protected override updated(): void {
    const state = this.follower.state;
    if (state === null) return;
    if (state.state === "waiting" && Date.now() - this.askedWaitAt > ASKED_EVERY_MS) void this.askWait();
    const number = lastNumber(state.messages.filter((message) => message.author === "agent"));
    if (number <= this.toldRead || document.hidden || this.closest("[data-unseen]") !== null) return;
    this.toldRead = number;
    void this.doors.tellRead(number);
  }

  private async askWait(): Promise<void> {
    this.askedWaitAt = Date.now();
    this.wait = await this.doors.fetchWait().catch(() => this.wait);
    this.requestUpdate();
  }

  protected override render(): TemplateResult {
    const state = this.follower.state;
    if (this.follower.link === "refused") return this.drawRefused();
    if (state === null) return html`<p class="notice" role="status">${gettext("Opening your conversation…")}</p>`;
    return html`
      <div class="said" ?data-scroller=${this.embedded}>
      <div role="status">${this.drawProgress(state)} ${this.drawLink()}</div>
      <conversation-log
        class="sheet"
        mine="citizen"
        .messages=${state.messages}
        .written=${this.outbox.list(this.contact)}
        .read=${state.read}
        .other=${gettext("Agent")}
        .files=${this.doors.files}
        .judge=${this.judge}
        .fetchFile=${this.embedded ? (attachment: Attachment) => this.save(attachment) : null}
        @retry=${(event: CustomEvent<string>) => this.outbox.retry(event.detail)}
        @discard=${(event: CustomEvent<string>) => this.outbox.remove(event.detail)}
      ></conversation-log>
      ${this.drawTyping()}
      </div>
      <div class="answering">
      ${isOpen(state) ? this.drawComposer(state) : this.drawAfter()}
      ${this.mails ? html`<transcript-form .send=${(address: string) => this.doors.sendTranscript(address)}></transcript-form>` : nothing}
      </div>
    `;
  }

  protected drawTyping(): TemplateResult | typeof nothing {
    return html`<p class="typing" aria-live="polite">${this.typing.isWriting(this.contact, Date.now()) ? gettext("An agent is writing…") : nothing}</p>`;
  }

  private readonly judge = (number: number, hasHelped: boolean): Promise<unknown> => this.doors.judge(number, hasHelped);

  private connect(): void {
    watchNetwork(
      () => this.follower.pause(),
      () => {
        this.follower.hurry();
        this.outbox.flush();
      },
    );
    void this.follower.start();
    this.outbox.flush();
  }

  private changed(event?: ChatEvent): void {
    if (event !== undefined) this.dispatchEvent(new CustomEvent<ChatEvent>("heard", { detail: event }));
    if (event?.type === "StateChanged") this.askedWaitAt = 0;
    if (this.follower.link === "connected") this.unlinkedSince = 0;
    else if (this.unlinkedSince === 0) this.unlinkedSince = Date.now();
    if (event?.type === "SomebodyTypes" && event.author === "agent") this.typing.sign(this.contact, Date.now());
    if (event?.type === "MessageAdded" && event.message.author === "agent") this.typing.message(this.contact, Date.now());
    this.requestUpdate();
  }

  private async deliver(written: Written): Promise<void> {
    const sent = await this.doors.send({ key: written.key, text: written.text });
    const message = { number: sent.number, author: "citizen", kind: "message", text: written.text, at: sent.at, agent: null, key: written.key, attachment: null, answer: null } as const;
    this.follower.learn({ type: "MessageAdded", message });
  }

  private async deliverFile(parcel: Parcel): Promise<void> {
    const sent = await this.doors.sendFile(parcel.key, parcel.file);
    const { number, at, attachment } = sent;
    const message = { number, author: "citizen", kind: "file", text: "", at, agent: null, key: parcel.key, attachment, answer: null } as const;
    this.follower.learn({ type: "MessageAdded", message });
  }

  /** Save a file whose link carries no pass. */
  private async save(attachment: Attachment): Promise<void> {
    const address = URL.createObjectURL(await this.doors.fetchFile(attachment));
    const link = Object.assign(document.createElement("a"), { href: address, download: attachment.name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  }

  private dropped(event: DragEvent): void {
    const files = event.dataTransfer?.files;
    if (files === undefined || files.length === 0) return;
    event.preventDefault();
    this.fileSender?.take(files);
  }

  private drawProgress(state: ChatState): TemplateResult {
    switch (state.state) {
      case "waiting":
        return html`<div class="notice">
          <p><strong>${gettext("Your request has arrived. An agent will answer you here.")}</strong></p>
          ${this.wait === null ? nothing : html`<p data-wait>${describeWait(this.wait)}</p>`}
          <p>${isLasting || !this.embedded
            ? gettext("You can go on writing, or close this page and come back: your place is kept.")
            : gettext("Stay on this page: this browser keeps nothing here, and the conversation would be lost.")}</p>
          <p class="number" aria-hidden="true">${gettext("Waiting for {time}", { time: writeLength(serverNow() - state.arrived_at) })}</p>
        </div>`;
      case "answered":
        return html`<p class="state good">${gettext("An agent is answering you")}</p>`;
      case "ended":
        return html`<p class="notice">${gettext("This conversation has ended. You can still read it here.")}</p>`;
      case "left":
        return html`<p class="notice">${gettext("You left before an agent could answer. Nothing more will happen with this request.")}</p>`;
      case "turned-away":
        return html`<p class="notice warn">${state.reason ?? gettext("We cannot take your request now.")}</p>`;
    }
  }

  private drawLink(): TemplateResult | typeof nothing {
    if (this.unlinkedSince === 0 || Date.now() - this.unlinkedSince < LOST_SHOWN_AFTER_MS) return nothing;
    return html`<p class="notice warn" data-link="lost">
      ${gettext("The connection is lost. You can go on writing: your messages are kept and will leave as soon as it is back.")}
    </p>`;
  }

  private drawRefused(): TemplateResult {
    return html`
      <p class="notice warn" role="alert">${this.follower.refusal?.message}</p>
      ${this.drawAfter()}
    `;
  }

  private drawComposer(state: ChatState): TemplateResult {
    return html`
      <message-composer
        draft=${this.contact}
        @say=${(event: CustomEvent<string>) => {
          const said = { conversation: this.contact, text: event.detail, kind: "message" } as const;
          this.outbox.write(said, Date.now());
        }}
        @typing=${() => void this.doors.tellTyping()}
        @dragover=${(event: DragEvent) => event.preventDefault()}
        @drop=${(event: DragEvent) => this.dropped(event)}
      ></message-composer>
      <file-sender .deliver=${(parcel: Parcel) => this.deliverFile(parcel)}></file-sender>
      <p class="leave">
        <button
          type="button"
          class="quiet"
          @click=${() => this.dialog.showModal()}
        >
          ${state.state === "waiting" ? gettext("Give up my request") : gettext("End the conversation")}
        </button>
      </p>
      ${this.drawDialog(state)}
    `;
  }

  private drawDialog(state: ChatState): TemplateResult {
    const waiting = state.state === "waiting";
    return html`
      <dialog aria-labelledby="leave-title">
        <form method="dialog">
          <h2 id="leave-title">${waiting ? gettext("Give up your request?") : gettext("End the conversation?")}</h2>
          <p>${waiting ? gettext("You will lose your place in the queue.") : gettext("You can still read it afterwards.")}</p>
          <div class="row">
            <button class="primary" @click=${() => void this.doors.end().catch(() => undefined)}>
              ${waiting ? gettext("Yes, give up") : gettext("Yes, end it")}
            </button>
            <button>${gettext("No, stay")}</button>
          </div>
        </form>
      </dialog>
    `;
  }

  private drawAfter(): TemplateResult {
    if (this.home !== "") return html`<p><a class="button" href=${this.home}>${gettext("Make another request")}</a></p>`;
    return html`<p><button type="button" @click=${() => this.dispatchEvent(new CustomEvent("again"))}>${gettext("Make another request")}</button></p>`;
  }
}

customElements.define("citizen-chat", CitizenChat);
