/**
 * The page inside the frame. The request's form is the server's own and works on as it stands while this loads: nothing is drawn again,
 * nothing typed is lost. Once a request is sent the conversation takes its place.
 */

import { backoffMs, sleep } from "../../shared/data/http";
import { shelf } from "../../shared/data/shelf";
import { gettext } from "../../shared/data/text";
import type { Event as ChatEvent } from "../../shared/words/chat";
import type { Told } from "../data/around";
import { forget, keep, readKept, type Kept } from "../data/kept";
import { readShown } from "../data/shown";
import { drawLeft } from "./left";
import { Request } from "./request";

export interface Setting {
  readonly organisation: string;
  readonly language: string;
  readonly origin: string;
  readonly mails: boolean;
  readonly home: string;
  /** Reasons about which somebody calls back. */
  readonly called: readonly number[];
  /** The script of the conversation. */
  readonly conversation: string;
}

export function start(page: unknown): void {
  new Frame(page as Setting).start();
}

class Frame {
  private readonly root = document.querySelector<HTMLElement>("citizen-widget");
  /** The form as the server wrote it, for another request. */
  private readonly pristine = this.root?.cloneNode(true);
  private unread = 0;

  constructor(private readonly setting: Setting) {}

  start(): void {
    document.querySelector("[data-close]")?.addEventListener("click", () => this.close());
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && document.querySelector("dialog[open]") === null) this.close();
    });
    addEventListener("message", (event) => this.hear(event));
    const kept = readKept(shelf, this.setting.organisation);
    if (kept === null) this.showForm();
    else this.goOn(kept);
    this.tell({ guichet: "ready" });
  }

  private hear(event: MessageEvent<unknown>): void {
    const shown = event.source === parent && event.origin === this.setting.origin ? readShown(event.data) : null;
    if (shown === null) return;
    document.body.toggleAttribute("data-unseen", !shown.open);
    if (!shown.open) return;
    this.count(0);
    requestAnimationFrame(() => this.greet()); // what was loaded unseen takes no focus before it is drawn
    this.root?.querySelector<HTMLElement & { requestUpdate?: () => void }>("citizen-chat")?.requestUpdate?.();
  }

  /** Lead to the beginning, but not somebody who writes already. */
  private greet(): void {
    if (document.activeElement === document.body) document.querySelector<HTMLElement>("h1")?.focus();
  }

  private tell(told: Told): void {
    parent.postMessage(told, this.setting.origin);
  }

  private close(): void {
    this.tell({ guichet: "close" });
  }

  private count(unread: number): void {
    this.unread = unread;
    this.tell({ guichet: "unread", count: unread });
  }

  private showForm(): void {
    const form = this.root?.querySelector<HTMLFormElement>("[data-request]");
    if (form == null) return;
    new Request(form, this.setting, (kept, refused) => this.begin(kept, refused));
    form.addEventListener("input", () => void this.fetchConversation(), { once: true });
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
    const notice = Object.assign(document.createElement("p"), { className: "notice", textContent: gettext("Opening your conversation…") });
    notice.setAttribute("role", "status");
    this.root?.replaceChildren(notice);
    await this.fetchConversation();
    const chat = document.createElement("citizen-chat");
    Object.assign(chat, { contact: kept.contact, token: kept.token, mails: this.setting.mails, embedded: true });
    chat.addEventListener("again", () => this.again());
    chat.addEventListener("heard", (event) => this.notice((event as CustomEvent<ChatEvent>).detail));
    this.root?.replaceChildren(chat, this.drawWayOut());
  }

  /** Until it is there: what was sent is kept, and without it nobody reads the answer. */
  private async fetchConversation(): Promise<void> {
    for (let count = 0; ; count++) {
      try {
        await import(/* @vite-ignore */ `${this.setting.conversation}${count === 0 ? "" : `?${String(count)}`}`);
        return;
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

  private again(): void {
    forget(shelf, this.setting.organisation);
    const fresh = this.pristine?.cloneNode(true);
    this.root?.replaceChildren(...(fresh?.childNodes ?? []));
    delete this.root?.querySelector<HTMLFormElement>("[data-request]")?.dataset["asked"];
    this.showForm();
    document.querySelector<HTMLElement>("h1")?.focus();
  }

  private notice(event: ChatEvent): void {
    const isNews = event.type === "MessageAdded" && event.message.author !== "citizen";
    if (isNews && document.body.hasAttribute("data-unseen")) this.count(this.unread + 1);
  }
}
