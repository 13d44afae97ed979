/**
 * The page inside the frame. The request's form is the server's own and works on as it stands while this loads: nothing is drawn again,
 * nothing typed is lost. Once a request is sent the conversation takes its place.
 */

import { backoffMs, sleep } from "../../shared/data/http";
import { shelf } from "../../shared/data/shelf";
import { gettext } from "../../shared/data/text";
import type { CameFrom, Event as ChatEvent } from "../../shared/words/chat";
import type { Told } from "../../shared/words/script";
import type { Told as Around } from "../data/around";
import { forget, keep, readKept, type Kept } from "../data/kept";
import { readShown } from "../data/shown";
import { forgetScript, keepScript, readScript, type KeptScript } from "../data/kept-script";
import { drawLeft } from "./left";
import { Request, type Carried } from "./request";

export interface Setting {
  readonly organisation: string;
  readonly language: string;
  readonly origin: string;
  readonly mails: boolean;
  readonly home: string;
  /** Reasons about which somebody calls back. */
  readonly called: readonly number[];
  /** Reasons about which a script answers first. */
  readonly scripts: readonly number[];
  /** The addresses of the pieces. */
  readonly conversation: string;
  readonly script: string;
  /** Where help was asked: only inside the help of a page. */
  readonly came_from?: CameFrom;
  /** The same, as the end of an address. */
  readonly along?: string;
}

export type Script = typeof import("../script");

export function start(page: unknown): void {
  new Frame(page as Setting).start();
}

class Frame {
  private readonly root = document.querySelector<HTMLElement>("citizen-widget");
  /** The form as the server wrote it, for another request. */
  private readonly pristine = this.root?.cloneNode(true);
  private unread = 0;
  /** What the form does when nobody chose otherwise. */
  private mode: "chat" | "message" = "chat";

  constructor(private readonly setting: Setting) {}

  start(): void {
    document.querySelector("[data-close]")?.addEventListener("click", () => this.close());
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && document.querySelector("dialog[open]") === null) this.close();
    });
    addEventListener("message", (event) => this.hear(event));
    this.resume();
    this.tell({ guichet: "ready" });
  }

  /** Go on where this site's visitor was: in a conversation, in a script, or at the form. */
  private resume(): void {
    const kept = readKept(shelf, this.setting.organisation);
    const script = readScript(shelf, this.setting.organisation);
    if (kept !== null) this.goOn(kept);
    else if (script !== null) void this.showScript(script, null);
    else this.showForm();
  }

  private hear(event: MessageEvent<unknown>): void {
    const shown = event.source === parent && event.origin === this.setting.origin ? readShown(event.data) : null;
    if (shown === null) return;
    document.body.toggleAttribute("data-unseen", !shown.open);
    if (!shown.open) return;
    this.count(0);
    // What was loaded unseen takes no focus before it is drawn, nor before the site has handed it over: two who take it at once may both lose it.
    requestAnimationFrame(() => {
      if (document.hasFocus()) this.greet();
      else addEventListener("focus", () => this.greet(), { once: true });
    });
    this.root?.querySelector<HTMLElement & { requestUpdate?: () => void }>("citizen-chat")?.requestUpdate?.();
  }

  /** Lead to the beginning, but not somebody who writes already. */
  private greet(): void {
    if (document.activeElement === document.body) document.querySelector<HTMLElement>("h1")?.focus();
  }

  private tell(told: Around): void {
    parent.postMessage(told, this.setting.origin);
  }

  private close(): void {
    this.tell({ guichet: "close" });
  }

  private count(unread: number): void {
    this.unread = unread;
    this.tell({ guichet: "unread", count: unread });
  }

  /** `carried`: the script that leads to the form, whose answers go along. */
  private showForm(carried: Carried | null = null): void {
    const form = this.root?.querySelector<HTMLFormElement>("[data-request]");
    if (form == null) return;
    this.mode = form.dataset["mode"] === "message" ? "message" : "chat";
    new Request(form, this.setting, {
      carried,
      opened: (kept, refused) => this.begin(kept, refused),
      began: (told, reason) => void this.beginScript(told, reason),
      fetchScript: () => this.fetchScript(),
    });
    form.addEventListener("input", () => void this.fetchConversation(), { once: true });
  }

  private async beginScript(told: Told, reason: number): Promise<void> {
    const script = { session: told.session, token: told.token, reason };
    keepScript(shelf, this.setting.organisation, script);
    await this.showScript(script, told);
    document.querySelector<HTMLElement>("h1")?.focus();
  }

  private async showScript(script: KeptScript, told: Told | null): Promise<void> {
    void this.fetchConversation(); // a person may take over at any time
    if (told === null) this.drawOpening();
    const { ScriptTalk } = await this.fetchScript();
    const talk = new ScriptTalk(script, this.setting.organisation, {
      ended: (last, kept) => void this.endScript(talk, last, kept),
      moved: () => this.resume(),
      again: () => this.again(),
    });
    this.root?.replaceChildren(talk.element, this.drawWayOut());
    talk.start(told);
  }

  private async endScript(talk: InstanceType<Script["ScriptTalk"]>, told: Told, { reason }: KeptScript): Promise<void> {
    if (told.contact !== null && told.contact_token !== null) {
      this.begin({ contact: told.contact, token: told.contact_token }, []);
      forgetScript(shelf, this.setting.organisation); // last: another tab that hears it finds the conversation
      return;
    }
    const { drawWaysOn } = await this.fetchScript();
    const hasForm = (this.pristine as HTMLElement | undefined)?.querySelector("[data-request]") != null;
    const ways = drawWaysOn(told, {
      home: this.setting.home,
      reason,
      isCalled: this.setting.called.includes(reason),
      write: hasForm ? this.mode : null,
      writeOn: () => this.again({ token: told.token, reason }),
      again: () => this.again(),
    });
    talk.element.querySelector(".answering")?.replaceWith(ways);
    ways.querySelector("button")?.focus();
  }

  private begin(kept: Kept, refused: readonly string[]): void {
    keep(shelf, this.setting.organisation, kept);
    this.goOn(kept, refused);
    document.querySelector<HTMLElement>("h1")?.focus();
  }

  private goOn(kept: Kept, refused: readonly string[] = []): void {
    if (kept.left === undefined) void this.showConversation(kept);
    else this.root?.replaceChildren(drawLeft(kept.left, refused, () => this.again()), this.drawWayOut());
  }

  private async showConversation(kept: Kept): Promise<void> {
    this.drawOpening();
    await this.fetchConversation();
    const chat = document.createElement("citizen-chat");
    Object.assign(chat, { contact: kept.contact, token: kept.token, mails: this.setting.mails, embedded: true });
    chat.addEventListener("again", () => this.again());
    chat.addEventListener("heard", (event) => this.notice((event as CustomEvent<ChatEvent>).detail));
    this.root?.replaceChildren(chat, this.drawWayOut());
  }

  private drawOpening(): void {
    const notice = Object.assign(document.createElement("p"), { className: "notice", textContent: gettext("Opening your conversation…") });
    notice.setAttribute("role", "status");
    this.root?.replaceChildren(notice);
  }

  private async fetchConversation(): Promise<void> {
    await this.fetchPiece(this.setting.conversation);
  }

  private async fetchScript(): Promise<Script> {
    return (await this.fetchPiece(this.setting.script)) as Script;
  }

  /** Until it is there: what was sent is kept, and without it nobody reads the answer. */
  private async fetchPiece(address: string): Promise<unknown> {
    for (let count = 0; ; count++) {
      try {
        return await import(/* @vite-ignore */ `${address}${count === 0 ? "" : `?${String(count)}`}`);
      } catch {
        await sleep(backoffMs(count));
      }
    }
  }

  /** The organisation's own page, for who wants more room. */
  private drawWayOut(): HTMLElement {
    const link = document.createElement("a");
    Object.assign(link, { href: this.setting.home, target: "_blank", rel: "noopener", textContent: gettext("Hours and other ways to reach us") });
    const line = Object.assign(document.createElement("p"), { className: "small soft" });
    line.append(link);
    return line;
  }

  private again(carried: Carried | null = null): void {
    forget(shelf, this.setting.organisation);
    forgetScript(shelf, this.setting.organisation);
    const fresh = this.pristine?.cloneNode(true);
    this.root?.replaceChildren(...(fresh?.childNodes ?? []));
    delete this.root?.querySelector<HTMLFormElement>("[data-request]")?.dataset["asked"];
    this.showForm(carried);
    if (carried === null) document.querySelector<HTMLElement>("h1")?.focus();
  }

  private notice(event: ChatEvent): void {
    const isNews = event.type === "MessageAdded" && event.message.author !== "citizen";
    if (isNews && document.body.hasAttribute("data-unseen")) this.count(this.unread + 1);
  }
}
