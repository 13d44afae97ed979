/** The citizen's conversation: where it stands, what was said, and a place to write. */

import { html, nothing, type TemplateResult } from "lit";
import { property, query } from "lit/decorators.js";
import { serverNow, writeLength } from "../../shared/data/clock";
import { lastNumber } from "../../shared/data/conversation";
import { Follower } from "../../shared/data/follow";
import { Outbox, type Written } from "../../shared/data/outbox";
import { watchNetwork } from "../../shared/data/page";
import { gettext } from "../../shared/data/text";
import { Typing } from "../../shared/data/typing";
import { EverySecond, PageElement } from "../../shared/view/element";
import "../../shared/view/composer";
import "../../shared/view/log";
import type { Event as ChatEvent } from "../../shared/words/chat";
import { Doors } from "../data/calls";
import { apply, begin, isOpen, type ChatState } from "../data/state";
import "./keep-link";

const LOST_SHOWN_AFTER_MS = 2_000;

export class CitizenChat extends PageElement {
  @property() contact = "";
  /** Where another request is made. */
  @property() home = "/";
  @query("dialog") private readonly dialog!: HTMLDialogElement;
  private readonly typing = new Typing();
  private unlinkedSince = Date.now();
  private toldRead = 0;
  private doors!: Doors;
  private follower!: Follower<ChatState, ChatEvent>;
  private outbox!: Outbox;

  constructor() {
    super();
    new EverySecond(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.doors = new Doors(this.contact);
    this.follower = new Follower<ChatState, ChatEvent>({
      fetch: async () => begin(await this.doors.fetch()),
      open: (cursor) => this.doors.open(cursor),
      apply,
      changed: (event) => this.changed(event),
    });
    this.outbox = new Outbox(
      localStorage,
      `citizen:${this.contact}`,
      (message) => this.deliver(message),
      () => this.requestUpdate(),
    );
    this.connect();
  }

  protected override updated(): void {
    const state = this.follower.state;
    if (state === null || document.hidden) return;
    const number = lastNumber(state.messages.filter((message) => message.author === "agent"));
    if (number <= this.toldRead) return;
    this.toldRead = number;
    void this.doors.tellRead(number);
  }

  protected override render(): TemplateResult {
    const state = this.follower.state;
    if (this.follower.link === "refused") return this.drawRefused();
    if (state === null) return html`<p class="notice" role="status">${gettext("Opening your conversation…")}</p>`;
    return html`
      <div role="status">${this.drawProgress(state)} ${this.drawLink()}</div>
      <conversation-log
        class="sheet"
        mine="citizen"
        .messages=${state.messages}
        .written=${this.outbox.list(this.contact)}
        .read=${state.read}
        .other=${gettext("Agent")}
        @retry=${(event: CustomEvent<string>) => this.outbox.retry(event.detail)}
        @discard=${(event: CustomEvent<string>) => this.outbox.remove(event.detail)}
      ></conversation-log>
      <p class="typing" aria-live="polite">${this.typing.isWriting(this.contact, Date.now()) ? gettext("An agent is writing…") : nothing}</p>
      ${isOpen(state) ? this.drawComposer(state) : this.drawAfter()}
    `;
  }

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
    if (this.follower.link === "connected") this.unlinkedSince = 0;
    else if (this.unlinkedSince === 0) this.unlinkedSince = Date.now();
    if (event?.type === "SomebodyTypes" && event.author === "agent") this.typing.sign(this.contact, Date.now());
    if (event?.type === "MessageAdded" && event.message.author === "agent") this.typing.message(this.contact, Date.now());
    this.requestUpdate();
  }

  private async deliver(written: Written): Promise<void> {
    const sent = await this.doors.send({ key: written.key, text: written.text });
    const message = { number: sent.number, author: "citizen", kind: "message", text: written.text, at: sent.at, agent: null, key: written.key, attachment: null } as const;
    this.follower.learn({ type: "MessageAdded", message });
  }

  private drawProgress(state: ChatState): TemplateResult {
    switch (state.state) {
      case "waiting":
        return html`<div class="notice">
          <p><strong>${gettext("Your request has arrived. An agent will answer you here.")}</strong></p>
          <p>${gettext("You can go on writing, or close this page and come back: your place is kept.")}</p>
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
      <p><a class="button" href=${this.home}>${gettext("Make another request")}</a></p>
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
      ></message-composer>
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
    return html`<p><a class="button" href=${this.home}>${gettext("Make another request")}</a></p>`;
  }
}

customElements.define("citizen-chat", CitizenChat);
