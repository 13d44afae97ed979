/** The agent's page: presence, what rings, the conversations in hand. */

import { html, nothing, type TemplateResult } from "lit";
import { query, state } from "lit/decorators.js";
import { lastNumber } from "../../shared/data/conversation";
import { Follower } from "../../shared/data/follow";
import { Outbox, type Written } from "../../shared/data/outbox";
import { readPage, watchNetwork } from "../../shared/data/page";
import { shelf } from "../../shared/data/shelf";
import { gettext, ngettext } from "../../shared/data/text";
import { Typing } from "../../shared/data/typing";
import { EverySecond, PageElement } from "../../shared/view/element";
import type { DeskSetting } from "../../shared/words/desk";
import type { Card, DeskEvent, NoteAttempt, SaidKind, TransferContact, WrapUp } from "../../shared/words/live";
import type { Unkeyed } from "../../shared/data/http";
import { doors } from "../data/calls";
import { DRAFTS_CHANGED, DraftKeeper } from "../data/drafts";
import { apply, begin, countUnseen, listOwned, listRinging, type DeskState } from "../data/state";
import type { Command } from "../data/keys";
import type { AnswerBox } from "./answer";
import { give, listFittingCommands } from "./commands";
import type { AgentConversation } from "./conversation";
import "../../shared/view/team-notices";
import "./conversation";
import "./offer";
import type { CommandPalette } from "./palette";
import "./palette";
import "./presence";
import "./ring";
import type { DeskShortcuts } from "./shortcuts";
import "./shortcuts";
import type { WaitingContacts } from "./waiting";
import "./waiting";

const LOST_SHOWN_AFTER_MS = 2_000;

export class AgentDesk extends PageElement {
  private readonly setting = readPage() as DeskSetting;
  @state() private chosen = "";
  @state() private problem = "";
  @state() private busy: ReadonlySet<string> = new Set();
  @query("waiting-contacts") private readonly waiting!: WaitingContacts;
  @query("desk-shortcuts") private readonly shortcuts!: DeskShortcuts | null;
  @query("command-palette") private readonly palette!: CommandPalette;
  private readonly typing = new Typing();
  private readonly seen = new Map<string, number>();
  private readonly pageTitle = document.title;
  private unlinkedSince = Date.now();
  private readonly follower = new Follower<DeskState, DeskEvent>({
    fetch: async () => begin(await doors.fetch()),
    open: (cursor) => doors.open(cursor),
    apply,
    changed: (event) => this.changed(event),
  });
  private readonly outbox = new Outbox(
    localStorage,
    `agent:${this.setting.agent}`,
    (message) => this.deliver(message),
    () => this.requestUpdate(),
  );

  private readonly drafts = new DraftKeeper(shelf, `agent:${this.setting.agent}`, doors, () => dispatchEvent(new Event(DRAFTS_CHANGED)));

  constructor() {
    super();
    new EverySecond(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    watchNetwork(
      () => this.follower.pause(),
      () => {
        this.follower.hurry();
        this.outbox.flush();
        void this.drafts.load();
      },
    );
    addEventListener("visibilitychange", () => (document.hidden ? this.drafts.flush() : void this.drafts.load()), { capture: true });
    void this.drafts.load();
    void this.follower.start();
    this.outbox.flush();
  }

  protected override updated(): void {
    const state = this.follower.state;
    if (state === null) return;
    const ringing = listRinging(state).length;
    document.title = ringing > 0 ? gettext("({count}) New contact – {title}", { count: ringing, title: this.pageTitle }) : this.pageTitle;
    const card = this.current(state);
    if (card !== undefined && !document.hidden) this.see(card);
  }

  protected override render(): TemplateResult {
    const state = this.follower.state;
    if (this.follower.link === "refused") return this.drawRefused();
    if (state === null) return html`<p class="notice" role="status">${gettext("Opening your desk…")}</p>`;
    return html`
      <div class="desk-bar">
        <presence-control
          .me=${state.me}
          .pauses=${this.setting.pauses}
          @presence=${(event: CustomEvent<Parameters<typeof doors.changePresence>[0]>) => this.ask(doors.changePresence(event.detail))}
        ></presence-control>
        <span class="row">
          <desk-ring .agent=${this.setting.agent} .ringing=${listRinging(state).map((card) => card.contact)}></desk-ring>
          <button type="button" class="quiet" @click=${() => this.palette.show()}>${gettext("Commands")}</button>
          <button type="button" @click=${() => void this.waiting.show()}>${gettext("Waiting contacts")}</button>
        </span>
      </div>
      <div role="status" class="desk-link">${this.drawLink()}</div>
      <team-notices .notices=${state.notices}></team-notices>
      <div role="alert" class="desk-problem">${this.drawProblem()} ${this.drawStranded(state)}</div>
      <div class="desk">${this.drawWork(state)} ${this.drawPane(state)}</div>
      ${this.drawRinging(state)}
      <desk-shortcuts @command=${(event: CustomEvent<Command>) => this.command(event.detail)}></desk-shortcuts>
      <command-palette
        .commands=${listFittingCommands(state, this.current(state))}
        .keys=${this.shortcuts?.keys ?? null}
        @command=${(event: CustomEvent<Command>) => this.command(event.detail)}
      ></command-palette>
      <waiting-contacts @pull=${(event: CustomEvent<string>) => this.take(event.detail, doors.pull(event.detail))}></waiting-contacts>
    `;
  }

  private changed(event?: DeskEvent): void {
    if (this.follower.link === "connected") this.unlinkedSince = 0;
    else if (this.unlinkedSince === 0) this.unlinkedSince = Date.now();
    if (event?.type === "SomebodyTypes" && event.author === "citizen") this.typing.sign(event.contact, Date.now());
    if (event?.type === "MessageAdded" && event.message.author === "citizen") this.typing.message(event.contact, Date.now());
    if (event?.type === "Refused") this.problem = event.message;
    if (event !== undefined && "contact" in event && event.contact !== null) this.release(event.contact);
    if (event !== undefined && "card" in event) this.release(event.card.contact);
    this.requestUpdate();
  }

  private command(command: Command): void {
    const { state } = this.follower;
    if (state === null) return;
    const conversation = this.querySelector<AgentConversation>("agent-conversation");
    give(command, state, this.current(state), {
      accept: (card) => (this.busy.has(card.contact) ? undefined : this.take(card.contact, doors.accept(card.contact))),
      ask: (asked, contact) => this.ask(asked, contact),
      choose: (contact) => void this.choose(contact),
      writeNote: () => void conversation?.querySelector<AnswerBox>("answer-box")?.write("note"),
      transfer: () => void conversation?.toggleTransfer(),
      showWaiting: () => void this.waiting.show(),
      showPalette: () => this.palette.show(),
      showSheet: () => this.shortcuts?.show(),
    });
  }

  /** The contact chosen by hand, otherwise the oldest in hand. */
  private current(state: DeskState): Card | undefined {
    const owned = listOwned(state);
    return owned.find((card) => card.contact === this.chosen) ?? owned[0];
  }

  private see(card: Card): void {
    const number = lastNumber(card.messages);
    if (number <= (this.seen.get(card.contact) ?? 0)) return;
    this.seen.set(card.contact, number);
    if (card.state === "assigned") void doors.tellRead(card.contact, number);
    this.requestUpdate();
  }

  private async deliver(written: Written): Promise<void> {
    const { key, text, kind, conversation } = written;
    const sent = await doors.send(conversation, { key, text, kind });
    const agent = this.follower.state?.me.agent ?? null;
    const message = { number: sent.number, author: "agent", kind, text, at: sent.at, agent, key, attachment: null } as const;
    this.follower.learn({ type: "MessageAdded", contact: conversation, message });
  }

  /** Show what went wrong with something that was asked; nothing else needs its answer: what it leads to comes as an event. */
  private ask(asked: Promise<unknown>, contact = ""): void {
    this.problem = "";
    if (contact !== "") this.busy = new Set([...this.busy, contact]);
    asked.catch((error: unknown) => {
      this.problem = error instanceof Error ? error.message : "";
      this.release(contact);
    });
  }

  private release(contact: string): void {
    if (this.busy.has(contact)) this.busy = new Set([...this.busy].filter((each) => each !== contact));
  }

  private take(contact: string, asked: Promise<unknown>): void {
    this.chosen = contact;
    this.ask(asked, contact);
  }

  private async choose(contact: string): Promise<void> {
    this.chosen = contact;
    await this.updateComplete;
    this.querySelector<AgentConversation>("agent-conversation")?.focus();
  }

  private drawLink(): TemplateResult | typeof nothing {
    if (this.unlinkedSince === 0 || Date.now() - this.unlinkedSince < LOST_SHOWN_AFTER_MS) return nothing;
    return html`<p class="notice warn" data-link="lost">
      ${gettext("Connection lost, trying again. What you write is kept and will leave by itself.")}
    </p>`;
  }

  private drawProblem(): TemplateResult | typeof nothing {
    if (this.problem === "") return nothing;
    const forget = (): void => {
      this.problem = "";
    };
    return html`<div class="notice bad row between">
      <span>${this.problem}</span> <button type="button" class="quiet" @click=${forget}>${gettext("Understood")}</button>
    </div>`;
  }

  /** What was refused in a conversation that is no longer here: its words are not lost with it. */
  private drawStranded(state: DeskState): TemplateResult[] {
    const here = new Set(state.contacts.map((card) => card.contact));
    const stranded = this.outbox.list().filter((written) => written.refusal !== undefined && !here.has(written.conversation));
    return stranded.map(
      (written) => html`<div class="notice warn row between">
        <span>${gettext("Not sent: {reason}", { reason: written.refusal ?? "" })} <q>${written.text}</q></span>
        <button type="button" class="quiet" @click=${() => this.outbox.remove(written.key)}>${gettext("Delete")}</button>
      </div>`,
    );
  }

  private drawRefused(): TemplateResult {
    return html`
      <div class="page">
        <p class="notice warn" role="alert">${this.follower.refusal?.message}</p>
        <p>${gettext("What you wrote is kept in this browser.")}</p>
        <p><button type="button" class="primary" @click=${() => location.reload()}>${gettext("Sign in again")}</button></p>
      </div>
    `;
  }

  private drawWork(state: DeskState): TemplateResult {
    const owned = listOwned(state);
    const current = this.current(state);
    return html`
      <nav class="work" aria-label=${gettext("My conversations")}>
        <h2>${gettext("My conversations")}</h2>
        ${owned.length === 0
          ? html`<p class="soft">${gettext("Nothing in hand.")}</p>`
          : html`<ul>
              ${owned.map((card) => this.drawTab(card, card === current))}
            </ul>`}
      </nav>
    `;
  }

  private drawTab(card: Card, current: boolean): TemplateResult {
    const unseen = current ? 0 : countUnseen(card, this.seen.get(card.contact) ?? 0);
    return html`
      <li>
        <button type="button" class="tab" aria-current=${current ? "true" : nothing} @click=${() => void this.choose(card.contact)}>
          <span class="tab-name">${card.citizen_name === "" ? gettext("Citizen") : card.citizen_name}</span>
          <span class="soft small">${card.state === "wrapping_up" ? gettext("To be wrapped up") : card.reason_name}</span>
          ${unseen === 0 ? nothing : html`<span class="unseen-count">${ngettext("{count} new", "{count} new", unseen)}</span>`}
        </button>
      </li>
    `;
  }

  private drawPane(state: DeskState): TemplateResult {
    const card = this.current(state);
    if (card === undefined) return this.drawEmpty(state);
    return html`
      <section class="exchange" aria-label=${gettext("Conversation")}>
        <agent-conversation
          .setting=${this.setting}
          .card=${card}
          .drafts=${this.drafts}
          .written=${this.outbox.list(card.contact)}
          .read=${state.read[card.contact] ?? 0}
          .typing=${this.typing.isWriting(card.contact, Date.now())}
          @retry=${(event: CustomEvent<string>) => this.outbox.retry(event.detail)}
          @discard=${(event: CustomEvent<string>) => this.outbox.remove(event.detail)}
          @say=${(event: CustomEvent<{ text: string; kind: SaidKind }>) => this.outbox.write({ ...event.detail, conversation: card.contact }, Date.now())}
          @typing=${() => void doors.tellTyping(card.contact)}
          @transfer=${(event: CustomEvent<Unkeyed<TransferContact>>) => this.ask(doors.transfer(card.contact, event.detail))}
          @end=${() => this.ask(doors.end(card.contact))}
          @attempt=${(event: CustomEvent<Unkeyed<NoteAttempt>>) => this.ask(doors.noteAttempt(card.contact, event.detail))}
          @extend=${() => this.ask(doors.extend(card.contact))}
          @wrap-up=${(event: CustomEvent<Unkeyed<WrapUp>>) => this.ask(doors.wrapUp(card.contact, event.detail))}
        ></agent-conversation>
      </section>
      <aside class="about" aria-label=${gettext("About this contact")}><contact-facts .card=${card}></contact-facts></aside>
    `;
  }

  private drawEmpty(state: DeskState): TemplateResult {
    const available = state.me.presence === "available";
    return html`
      <section class="exchange empty" aria-label=${gettext("Conversation")}>
        <div>
          <h2>${available ? gettext("You are available") : gettext("You are not available")}</h2>
          <p class="soft">
            ${available
              ? gettext("The next contact you can answer will ring here.")
              : gettext("Become available to be offered contacts.")}
          </p>
        </div>
      </section>
    `;
  }

  private drawRinging(state: DeskState): TemplateResult {
    return html`
      <div class="ringing">
        ${listRinging(state).map(
          (card) => html`<ringing-offer
            .card=${card}
            .keys=${this.shortcuts?.keys.on === true ? this.shortcuts.keys.of : null}
            .busy=${this.busy.has(card.contact)}
            @accept=${() => this.take(card.contact, doors.accept(card.contact))}
            @decline=${() => this.ask(doors.decline(card.contact), card.contact)}
          ></ringing-offer>`,
        )}
      </div>
    `;
  }
}

customElements.define("agent-desk", AgentDesk);
