/** The agent's page: presence, what rings, the conversations in hand. */

import { html, nothing, type TemplateResult } from "lit";
import { query, state } from "lit/decorators.js";
import { lastNumber } from "../../shared/data/conversation";
import { Follower } from "../../shared/data/follow";
import { Outbox, type Written } from "../../shared/data/outbox";
import { readPage, watchNetwork } from "../../shared/data/page";
import { DraftsHeard } from "../../shared/data/real-time";
import { shelf as storage } from "../../shared/data/shelf";
import { gettext } from "../../shared/data/text";
import { Typing } from "../../shared/data/typing";
import { EverySecond, PageElement } from "../../shared/view/element";
import { KeptFocus } from "../../shared/view/focus";
import type { DeskSetting } from "../../shared/words/desk";
import type { Card, DeskEvent, NoteAttempt, TransferContact, WrapUp } from "../../shared/words/live";
import { sleep, type Unkeyed } from "../../shared/data/http";
import { doors } from "../data/calls";
import { DRAFTS_CHANGED, DraftKeeper, isKeptAt, type Written as Begun } from "../data/drafts";
import { LinkNews } from "../data/link-news";
import { Lookers } from "../data/lookers";
import { apply, begin, listRinging, listWork, type DeskState } from "../data/state";
import type { Command } from "../data/keys";
import { ARTICLES_CHANGED, ArticleShelf } from "../data/articles";
import { forgetBeside } from "../data/beside";
import { drawAbout } from "./about";
import type { CallPanel } from "../../channels/voice/view/panel";
import type { AnswerBox } from "./answer";
import type { ArticlePanel } from "./articles";
import { give, listFittingCommands } from "./commands";
import type { AgentConversation } from "./conversation";
import "../../shared/view/team-notices";
import "./conversation";
import { drawEmpty, drawProblem, drawRefused } from "./empty";
import { goOn, goOnFrom } from "./focus";
import { drawLink } from "./link";
import { drawRinging, sayTitle } from "./ringing";
import type { CommandPalette } from "./palette";
import "./palette";
import { PaneWidths } from "./panes";
import type { PastContactDialog } from "./past";
import "./past";
import "./presence";
import "./ring";
import type { ContactSearch } from "./search";
import "./search";
import type { DeskShortcuts } from "./shortcuts";
import "./shortcuts";
import "./stranded";
import type { WaitingContacts } from "./waiting";
import "./waiting";
import "./work";

const SETTLED_AFTER_MS = 2_000;

export class AgentDesk extends PageElement {
  private readonly setting = readPage() as DeskSetting;
  @state() private chosen = "";
  @state() private problem = "";
  @state() private busy: ReadonlySet<string> = new Set();
  /** Calls into which colleagues ask this agent. */
  @state() private asking: readonly string[] = [];
  @query("waiting-contacts") private readonly waiting!: WaitingContacts;
  @query("desk-shortcuts") private readonly shortcuts!: DeskShortcuts | null;
  @query("command-palette") private readonly palette!: CommandPalette;
  @query("contact-search") private readonly search!: ContactSearch;
  @query("past-contact") private readonly past!: PastContactDialog;
  private readonly typing = new Typing();
  private readonly drafted = new DraftsHeard("citizen");
  private readonly seen = new Map<string, number>();
  private readonly pageTitle = document.title;
  private readonly link = new LinkNews(Date.now());
  private readonly panes = new PaneWidths(this);
  private readonly lookers = new Lookers();
  /** Where this page told that its agent writes, and where another of his pages does. */
  private readonly written = new Typing();
  private readonly elsewhere = new Typing();
  /** Contacts whose words are just being settled: none of them is shown as left behind. */
  private readonly settling = new Set<string>();
  /** Notes that were kept when the time was up. */
  private readonly noted = new Map<string, string>();
  private shown = "";
  /** Asked for, and on its way: the focus goes to it once it is there. */
  private coming = "";
  private readonly follower = new Follower<DeskState, DeskEvent>({
    fetch: async () => begin(await doors.fetch()),
    open: (cursor) => doors.open(cursor),
    apply,
    changed: (event) => this.changed(event),
    heard: () => void doors.tellHere(),
  });
  private readonly outbox = new Outbox(
    localStorage,
    `agent:${this.setting.agent}`,
    (message) => this.deliver(message),
    () => this.requestUpdate(),
  );

  private readonly shelf = new ArticleShelf(doors.listArticles, () => dispatchEvent(new Event(ARTICLES_CHANGED)));
  private readonly drafts = new DraftKeeper(storage, `agent:${this.setting.agent}`, doors, () => dispatchEvent(new Event(DRAFTS_CHANGED)));

  constructor() {
    super();
    new EverySecond(this);
    new KeptFocus(this, (left) => goOnFrom(this, left));
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
    addEventListener("storage", ({ key }) => isKeptAt(key) && dispatchEvent(new Event(DRAFTS_CHANGED))); // another tab of this desk
    addEventListener("visibilitychange", () => (document.hidden ? this.drafts.flush() : void this.drafts.load()), { capture: true });
    void this.drafts.load();
    if (this.setting.telephone !== "") void import("../../channels/voice/view/telephone");
    void this.follower.start();
    this.outbox.flush();
  }

  protected override willUpdate(): void {
    const { state } = this.follower;
    if (state !== null) this.shown = this.current(state)?.contact ?? "";
  }

  protected override updated(): void {
    const state = this.follower.state;
    if (state === null) return;
    document.title = sayTitle(listRinging(state).length, this.asking.length, this.pageTitle);
    const card = this.current(state);
    if (card !== undefined && !document.hidden) this.see(card);
    if (card?.contact === this.coming) void this.choose(card.contact);
  }

  protected override render(): TemplateResult {
    const state = this.follower.state;
    if (this.follower.link === "refused") return drawRefused(this.follower.refusal?.message ?? "");
    if (state === null) return html`<p class="notice" role="status">${gettext("Opening your desk…")}</p>`;
    return html`
      ${this.drawBar(state)}
      <div role="status" class="desk-link">${drawLink(this.link.read(Date.now()))}</div>
      <emergency-line .from=${this.setting.emergency}></emergency-line>
      <listening-campaigns .campaigns=${state.campaigns}></listening-campaigns>
      <team-notices .notices=${state.notices}></team-notices>
      <div role="alert" class="desk-problem">${drawProblem(this.problem, () => (this.problem = ""))}</div>
      <div class="desk-problem">${this.drawStranded(state)}</div>
      <div class="desk">${this.drawWork(state)} ${this.drawPane(state)}</div>
      ${this.drawRinging(state)}
      <desk-shortcuts @command=${(event: CustomEvent<Command>) => this.command(event.detail)}></desk-shortcuts>
      <command-palette
        .commands=${listFittingCommands(state, this.current(state))}
        .keys=${this.shortcuts?.keys ?? null}
        .pauses=${state.me.presence === "paused" ? [] : this.setting.pauses}
        @command=${(event: CustomEvent<Command>) => this.command(event.detail)}
        @pause=${(event: CustomEvent<string>) => this.ask(doors.changePresence({ presence: "paused", reason: event.detail }))}
      ></command-palette>
      <contact-search .all=${this.setting.sees_all} @open=${(event: CustomEvent<string>) => this.read(event.detail)}></contact-search>
      <past-contact .nameAgent=${this.nameAgent}></past-contact>
      <waiting-contacts @pull=${(event: CustomEvent<string>) => this.take(event.detail, doors.pull(event.detail))}></waiting-contacts>
    `;
  }

  private changed(event?: DeskEvent): void {
    this.link.tell(this.follower.link === "connected", Date.now());
    if (event !== undefined) this.hear(event, Date.now());
    if (event !== undefined && "contact" in event && event.contact !== null) this.release(event.contact);
    if (event !== undefined && "card" in event) this.release(event.card.contact);
    this.requestUpdate();
  }

  /** What is told and belongs to no state: it is shown for a while. */
  private hear(event: DeskEvent, now: number): void {
    this.drafted.follow(event, now);
    if (this.isFromElsewhere(event)) void this.settle(event.contact);
    if (event.type === "Refused") this.problem = event.message;
    else if (event.type === "SomebodyLooks") this.lookers.sign(event.contact, event.name, now);
    else if (event.type === "ContactClosed") this.forget(event.contact);
    else if (event.type === "MessageAdded") (event.message.author === "citizen" ? this.typing : this.elsewhere).message(event.contact, now);
    else if (event.type === "SomebodyTypes" && event.author === "citizen") this.typing.sign(event.contact, now);
    else if (event.type === "SomebodyTypes" && !this.written.isWriting(event.contact, now)) this.elsewhere.sign(event.contact, now);
  }

  private tellTyping(contact: string): void {
    this.written.sign(contact, Date.now());
    void doors.tellTyping(contact);
  }

  private command(command: Command): void {
    const { state } = this.follower;
    if (state === null) return;
    const conversation = this.querySelector<AgentConversation>("agent-conversation");
    give(command, state, this.current(state), {
      accept: (card) => (this.busy.has(card.contact) ? undefined : this.take(card.contact, doors.accept(card.contact))),
      decline: (card) => this.decline(card),
      ask: (asked, contact) => this.ask(asked, contact),
      choose: (contact) => void this.choose(contact),
      writeNote: () => void conversation?.querySelector<AnswerBox>("answer-box")?.write("note"),
      showAnswers: () => this.querySelector<ArticlePanel>("article-panel")?.focus(),
      insertAnswer: () => this.querySelector<ArticlePanel>("article-panel")?.insert(),
      transfer: () => void conversation?.toggleTransfer(),
      mute: () => conversation?.querySelector<CallPanel>("call-panel")?.toggleMute(),
      showWaiting: () => void this.waiting.show(),
      search: () => this.search.show(),
      showPerson: () => this.querySelector<HTMLElement>("person-history")?.focus(),
      showPalette: () => this.palette.show(),
      showSheet: () => this.shortcuts?.show(),
    });
  }

  /** The contact chosen by hand, otherwise the one shown already, otherwise who has waited longest. */
  private current(state: DeskState): Card | undefined {
    const work = listWork(state);
    const find = (contact: string): Card | undefined => work.find((card) => card.contact === contact);
    return find(this.chosen) ?? find(this.shown) ?? work[0];
  }

  /** Open what was found: what is in hand is shown, anything else is read beside it. */
  private read(contact: string): void {
    const isInHand = this.follower.state?.contacts.some((card) => card.contact === contact && card.state !== "offered") ?? false;
    if (!isInHand) {
      void this.past.show(contact);
      return;
    }
    this.search.close();
    void this.choose(contact);
  }

  /** The note leaves the drafts only once the server has it. */
  private async wrapUp(contact: string, asked: Unkeyed<WrapUp>): Promise<void> {
    this.settling.add(contact);
    try {
      await doors.wrapUp(contact, asked);
      await this.drafts.clear(contact, "wrap-up", asked.note ?? "");
    } finally {
      this.settling.delete(contact);
    }
  }

  /** The time is up: the note stands in the conversation, and among the drafts until the contact is gone. */
  private keepNote(contact: string, text: string): void {
    this.noted.set(contact, text);
    this.outbox.write({ text, kind: "note", conversation: contact }, Date.now());
  }

  private forget(contact: string): void {
    forgetBeside(this.drafts, contact);
    this.shelf.forget(contact);
    const note = this.drafts.read(contact, "wrap-up").trim();
    if (note !== "" && this.noted.get(contact) === note) void this.drafts.clear(contact, "wrap-up", note);
  }

  /** What was said or ended in another browser settles what stands written in this one, a moment later. */
  private async settle(contact: string): Promise<void> {
    this.settling.add(contact);
    await sleep(SETTLED_AFTER_MS);
    await this.drafts.load();
    this.settling.delete(contact);
    this.requestUpdate();
  }

  /** Whether it was said or ended from another page of this agent. */
  private isFromElsewhere(event: DeskEvent): event is Extract<DeskEvent, { type: "ContactClosed" | "MessageAdded" }> {
    if (event.type !== "MessageAdded") return event.type === "ContactClosed" && !this.settling.has(event.contact);
    return event.message.author === "agent" && !this.outbox.list(event.contact).some(({ key }) => key === event.message.key);
  }

  private see(card: Card): void {
    const number = lastNumber(card.messages);
    if (number <= (this.seen.get(card.contact) ?? 0)) return;
    this.seen.set(card.contact, number);
    if (card.state === "assigned") void doors.tellRead(card.contact, number);
    this.requestUpdate();
  }

  private async deliver(written: Written): Promise<void> {
    const { key, text, kind, conversation, answer = null } = written;
    const sent = await doors.send(conversation, { key, text, kind, answer });
    const agent = this.follower.state?.me.agent ?? null;
    const message = { number: sent.number, author: "agent", kind, text, at: sent.at, agent, key, attachment: null, answer: sent.answer } as const;
    this.follower.learn({ type: "MessageAdded", contact: conversation, message });
  }

  /** Show what went wrong with something that was asked; nothing else needs its answer: what it leads to comes as an event. */
  private ask(asked: Promise<unknown>, contact = ""): void {
    this.problem = "";
    if (contact !== "") this.busy = new Set([...this.busy, contact]);
    asked.catch((error: unknown) => {
      this.problem = error instanceof Error ? error.message : "";
      if (contact === this.coming) this.coming = "";
      this.release(contact);
    });
  }

  private release(contact: string): void {
    if (this.busy.has(contact)) this.busy = new Set([...this.busy].filter((each) => each !== contact));
  }

  private take(contact: string, asked: Promise<unknown>): void {
    this.chosen = this.coming = contact;
    this.ask(asked, contact);
  }

  private decline(card: Card): void {
    this.ask(doors.decline(card.contact), card.contact);
    if (document.activeElement?.closest(".ringing")) goOn(this);
  }

  private async choose(contact: string): Promise<void> {
    [this.chosen, this.coming] = [contact, ""];
    await this.updateComplete;
    this.querySelector<AgentConversation>("agent-conversation")?.focus();
  }

  /** The keys of each command; null: shortcuts are off. */
  private get keys(): Readonly<Record<Command, string>> | null {
    return this.shortcuts?.keys.on === true ? this.shortcuts.keys.of : null;
  }

  private drawStranded(state: DeskState): TemplateResult {
    const here = new Set([...state.contacts.map((card) => card.contact), ...this.settling]);
    return html`<stranded-words
      .refused=${this.outbox.list().filter((written) => written.refusal !== undefined && !here.has(written.conversation))}
      .begun=${this.drafts.listStranded(here)}
      @read=${(event: CustomEvent<string>) => void this.past.show(event.detail)}
      @remove=${(event: CustomEvent<string>) => this.outbox.remove(event.detail)}
      @forget=${({ detail }: CustomEvent<Begun>) => void this.drafts.clear(detail.contact, detail.kind, detail.text)}
    ></stranded-words>`;
  }

  private readonly nameAgent = (agent: number | null): string => {
    if (agent === this.setting.agent) return gettext("You");
    return this.setting.colleagues.find((each) => each.agent === agent)?.name ?? gettext("Agent");
  };

  private drawWork(state: DeskState): TemplateResult {
    return html`
      <my-work
        .cards=${listWork(state)} .legs=${state.legs}
        .current=${this.current(state)?.contact ?? ""}
        .seen=${this.seen}
        @choose=${(event: CustomEvent<string>) => void this.choose(event.detail)}
      ></my-work>
      ${this.panes.drawBorder("work", gettext("Width of my conversations"))}
    `;
  }

  private hearAsking({ detail }: CustomEvent<readonly string[]>): void {
    this.asking = detail;
  }

  private drawBar(state: DeskState): TemplateResult {
    return html`
      <div class="desk-bar">
        <presence-control
          .me=${state.me}
          .pauses=${this.setting.pauses}
          @presence=${(event: CustomEvent<Parameters<typeof doors.changePresence>[0]>) => this.ask(doors.changePresence(event.detail))}
        ></presence-control>
        <span class="row">
          ${this.setting.telephone === "" ? nothing : html`<desk-telephone .legs=${state.legs} @asking=${this.hearAsking}></desk-telephone>`}
          <desk-ring .agent=${this.setting.agent} .ringing=${listRinging(state).map((card) => card.contact)} .asking=${this.asking}></desk-ring>
          <a class="button quiet" href="/desk/post">${gettext("Letters")}</a>
          <a class="button quiet" href="/desk/snippets">${gettext("Models of answers")}</a>
          <button type="button" class="quiet" @click=${() => this.palette.show()}>${gettext("Commands")}</button>
          <button type="button" @click=${() => this.search.show()}>${gettext("Search")}</button>
          <button type="button" @click=${() => void this.waiting.show()}>${gettext("Waiting contacts")}</button>
        </span>
      </div>
    `;
  }

  private drawPane(state: DeskState): TemplateResult {
    const card = this.current(state);
    if (card === undefined) return drawEmpty(state.me.presence === "available");
    return html`
      <section class="exchange" aria-label=${gettext("Conversation")}>
        <agent-conversation
          .setting=${this.setting} .card=${card} .cards=${listWork(state)}
          .drafts=${this.drafts} .shelf=${this.shelf}
          .legs=${state.legs} .muteKeys=${this.keys?.mute ?? ""}
          .nameAgent=${this.nameAgent}
          .written=${this.outbox.list(card.contact)} .read=${state.read[card.contact] ?? 0}
          .typing=${this.typing.isWriting(card.contact, Date.now())} .draft=${this.drafted.read(card.contact, Date.now())}
          .elsewhere=${this.elsewhere.isWriting(card.contact, Date.now())}
          .readers=${this.lookers.list(card.contact, Date.now())}
          @retry=${(event: CustomEvent<string>) => this.outbox.retry(event.detail)}
          @discard=${(event: CustomEvent<string>) => this.outbox.remove(event.detail)}
          @say=${(event: CustomEvent<Pick<Written, "text" | "kind" | "answer">>) => this.outbox.write({ ...event.detail, conversation: card.contact }, Date.now())}
          @typing=${() => this.tellTyping(card.contact)}
          @transfer=${(event: CustomEvent<Unkeyed<TransferContact>>) => this.ask(doors.transfer(card.contact, event.detail))}
          @part=${({ detail }: CustomEvent<string>) => this.ask(doors.part(card.contact, { contact: detail }))}
          @put-back=${({ detail }: CustomEvent<string>) => this.ask(doors.putBack(card.contact, { contact: detail }))}
          @read=${({ detail }: CustomEvent<string>) => this.read(detail)}
          @rest=${(event: CustomEvent<string>) => this.ask(doors.ask(card.contact, { reason: event.detail, number: lastNumber(card.messages) }))}
          @take-up=${() => this.ask(doors.takeUp(card.contact))}
          @end=${() => this.ask(doors.end(card.contact))}
          @attempt=${(event: CustomEvent<Unkeyed<NoteAttempt>>) => this.ask(doors.noteAttempt(card.contact, event.detail))}
          @extend=${() => this.ask(doors.extend(card.contact))}
          @wrap-up=${(event: CustomEvent<Unkeyed<WrapUp>>) => this.ask(this.wrapUp(card.contact, event.detail))}
          @keep-note=${(event: CustomEvent<string>) => this.keepNote(card.contact, event.detail)}
        ></agent-conversation>
      </section>
      ${this.drawBeside(card)}
    `;
  }

  private drawBeside(card: Card): TemplateResult {
    return html`
      ${this.panes.drawBorder("about", gettext("Width of the answers, the person and the history"))}
      ${drawAbout({
        card,
        shelf: this.shelf,
        drafts: this.drafts,
        keys: this.keys?.insert ?? "",
        drafting: this.setting.drafts,
        insert: (article) => void this.querySelector<AnswerBox>("answer-box")?.give(article),
        read: (contact) => this.read(contact),
      })}
    `;
  }

  private drawRinging(state: DeskState): TemplateResult {
    return drawRinging(listRinging(state), {
      keys: this.keys,
      isBusy: (card) => this.busy.has(card.contact),
      accept: (card) => this.take(card.contact, doors.accept(card.contact)),
      decline: (card) => this.decline(card),
    });
  }
}

customElements.define("agent-desk", AgentDesk);
