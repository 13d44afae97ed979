/**
 * What the tag on a page of an online procedure loads: a discreet button that opens, in a frame, the answers for this page and the ways to a
 * person. It offers itself once, when somebody hesitates or a field says that it is wrong. It sends the name of the page, of the step and
 * of the field, as their authors gave them; nothing that is typed is read, nor the address. Its one word of storage: that it was declined.
 */

import type { Shown } from "../widget/data/around";
import { readTold } from "../widget/data/told";
import { choose, type Declared } from "./data/matching";
import { FIELDS, findPlace, isField, isWrong, overlaps } from "./data/place";
import { Corner, type Look, type Words } from "./view/corner";

const TEXTS = "GUICHET_TEXTS" as unknown as Readonly<Record<string, Words>> & { readonly fr: Words };
const LOOK = "GUICHET_LOOK" as unknown as Look;
const PAGES = "GUICHET_PAGES" as unknown as readonly Declared[];
const READY_WITHIN_MS = 8_000;
const HESITATES_AFTER_S = 30;

class Help {
  private readonly corner: Corner;
  private readonly site: string;
  private readonly slug: string;
  private readonly page: string;
  private readonly key: string;
  private readonly after: number;
  private field: HTMLElement | null = null;
  /** Where the keyboard goes when the frame is closed. */
  private back: HTMLElement;
  private timer = 0;
  private resting = 0;
  private asked = "";
  private isReady = false;
  private isOpen = false;
  private isAwaited = false;

  constructor(private readonly tag: HTMLScriptElement) {
    const address = new URL(tag.src);
    this.site = address.origin;
    this.slug = address.pathname.replace(/^.*\/|\.js$/g, "");
    this.key = `guichet:help:${this.slug}`;
    this.page = tag.dataset["page"] ?? choose(PAGES, location.origin, location.pathname);
    this.after = (Number(tag.dataset["after"]) || HESITATES_AFTER_S) * 1_000;
    const wanted = (document.documentElement.lang || navigator.language).slice(0, 2).toLowerCase();
    this.corner = new Corner(TEXTS[wanted] ?? TEXTS.fr, `${this.site}/o/${this.slug}/`, LOOK);
    this.back = this.corner.button;
    this.corner.button.addEventListener("click", () => this.show(!this.isOpen, this.corner.button));
    this.corner.yes.addEventListener("click", () => this.show(true, this.field ?? this.corner.button));
    this.corner.no.addEventListener("click", () => this.decline());
    this.corner.offer.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.decline();
    });
    addEventListener("message", (event) => this.hear(event));
    this.watch();
  }

  /** Time without progress in a field, or a field that says that it is wrong. */
  private watch(): void {
    document.addEventListener("focusin", (event) => this.enter(event.target));
    document.addEventListener("focusout", () => clearTimeout(this.timer));
    document.addEventListener("input", () => this.wait());
    this.errors.observe(document.body, { subtree: true, childList: true, attributeFilter: ["aria-invalid", "data-error"] });
    for (const sign of ["scroll", "resize"]) addEventListener(sign, () => this.rest(), { passive: true });
    this.findErrors();
    this.enter(document.activeElement);
  }

  private readonly errors = new MutationObserver(() => this.findErrors());

  private findErrors(): void {
    const field = [...document.querySelectorAll("[aria-invalid=true],[data-error]")].find(isWrong);
    if (field !== undefined) this.offer(field, true);
  }

  /** The page stands still again. */
  private rest(): void {
    clearTimeout(this.resting);
    this.resting = window.setTimeout(() => this.stepAside(), 200);
  }

  private enter(target: unknown): void {
    if (!isField(target)) return;
    this.field = target;
    this.stepAside();
    this.wait();
  }

  private wait(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      if (document.visibilityState === "visible" && document.activeElement === this.field) this.offer(this.field, false);
    }, this.after);
  }

  /** Once in a visit, and never again to who declined. */
  private offer(field: Element | null, isWrongNow: boolean): void {
    if (this.isOpen || this.wasOffered()) return;
    this.errors.disconnect();
    remember("sessionStorage", this.key, "offered");
    if (isField(field)) this.field = field;
    this.corner.propose(isWrongNow);
    this.stepAside();
  }

  private decline(): void {
    const had = this.corner.offer.contains((this.corner.section.getRootNode() as ShadowRoot).activeElement);
    this.corner.offer.hidden = true;
    remember("localStorage", this.key, "no");
    if (had) (this.field ?? this.corner.button).focus();
  }

  /** Never over a field: it goes to the other end of the screen, and where there is no room either the offer is the button alone. */
  private stepAside(): void {
    const { section, offer } = this.corner;
    section.classList.toggle("above", document.querySelector("guichet-widget") !== null);
    section.classList.remove("up");
    if (this.isOpen || !this.covers()) return;
    section.classList.add("up");
    if (!this.covers()) return;
    offer.hidden = true;
    if (this.covers()) section.classList.remove("up");
  }

  private covers(): boolean {
    const own = this.corner.section.getBoundingClientRect();
    return [...document.querySelectorAll(`${FIELDS},label,legend`)].some((each) => overlaps(own, each.getBoundingClientRect()));
  }

  /** The answers for where he is now; a conversation that was begun there stays. */
  private load(): void {
    const place = findPlace(this.field, this.tag.dataset);
    const asked = new URLSearchParams({ origin: location.origin, language: document.documentElement.lang, page: this.page, reason: this.tag.dataset["reason"] ?? "", ...place }).toString();
    const { frame, failed } = this.corner;
    if (frame.src !== "" && (asked === this.asked || this.shown > 1)) return;
    this.asked = asked;
    this.isReady = false;
    this.shown = 0;
    frame.src = `${this.site}/help/${this.slug}?${asked}`;
    frame.onload = () => setTimeout(() => failed.toggleAttribute("hidden", this.isReady), READY_WITHIN_MS);
  }

  /** Pages that the frame has shown since: after the answers, a request or a conversation, which is not taken away. */
  private shown = 0;

  private show(open: boolean, back = this.back): void {
    this.back = back;
    const { button, panel, frame, offer } = this.corner;
    if (open) this.load();
    this.isOpen = open;
    offer.hidden = true;
    panel.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    this.tell({ guichet: "shown", open });
    this.stepAside();
    // A frame that changes its process while it has the focus may never hear the keyboard: it gets it once it is there.
    this.isAwaited = open && !this.isReady;
    if (!open) (this.back.isConnected ? this.back : button).focus();
    else if (this.isReady) frame.focus();
  }

  private hear(event: MessageEvent<unknown>): void {
    const { frame, failed } = this.corner;
    if (event.source !== frame.contentWindow || event.origin !== this.site) return;
    const told = readTold(event.data);
    if (told?.guichet === "close") this.show(false);
    if (told?.guichet === "unread") this.corner.badge(told.count ?? 0);
    if (told?.guichet !== "ready") return;
    this.shown += 1;
    this.isReady = true;
    failed.hidden = true;
    if (this.isAwaited) frame.focus();
    this.isAwaited = false;
    this.tell({ guichet: "shown", open: this.isOpen });
  }

  private tell(shown: Shown): void {
    if (this.isReady) this.corner.frame.contentWindow?.postMessage(shown, this.site);
  }

  private wasOffered(): boolean {
    return recall("localStorage", this.key) || recall("sessionStorage", this.key);
  }
}

type Shelf = "localStorage" | "sessionStorage";

/** A site whose storage is blocked forgets: the help may offer itself again on its next page. */
function recall(shelf: Shelf, key: string): boolean {
  try {
    return window[shelf].getItem(key) !== null;
  } catch {
    return false;
  }
}

function remember(shelf: Shelf, key: string, word: string): void {
  try {
    window[shelf].setItem(key, word);
  } catch {
    // as above
  }
}

const own = document.currentScript;
if (own instanceof HTMLScriptElement) {
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", () => new Help(own));
  else new Help(own);
}
