/**
 * What the tag on any site loads: a button in a shadow of its own, and behind it a frame with our page. It reads nothing of the site
 * around it but its address and language, sets no cookie, and keeps one word in the tab: whether the frame was open.
 */

import type { Shown } from "./data/around";
import { readTold } from "./data/told";
import { drawShadow, type Look, type Parts } from "./view/launcher";

type Texts = Readonly<Record<"open" | "frame" | "unread" | "failed" | "elsewhere", string>>;
const TEXTS = "GUICHET_TEXTS" as unknown as Readonly<Record<string, Texts>> & { readonly fr: Texts };
/** The organisation's own, as the server knows them. */
const LOOK = "GUICHET_LOOK" as unknown as Look;
const READY_WITHIN_MS = 8_000;

class Widget {
  private readonly parts: Parts;
  private readonly home: string;
  private readonly site: string;
  private readonly slug: string;
  private isReady = false;
  private isOpen = false;
  /** It gets the focus once it is there: a frame that changes its process while it has it may never hear the keyboard. */
  private isAwaited = false;

  constructor(script: HTMLScriptElement) {
    const address = new URL(script.src);
    this.site = address.origin;
    this.slug = address.pathname.replace(/^.*\/|\.js$/g, "");
    this.home = `${this.site}/o/${this.slug}/`;
    this.parts = drawShadow(this.findTexts(), this.home, LOOK);
    this.parts.button.addEventListener("click", () => this.show(!this.isOpen));
    for (const sign of ["pointerenter", "focus"]) this.parts.button.addEventListener(sign, () => this.load(), { once: true });
    addEventListener("message", (event) => this.hear(event));
    const kept = this.recall();
    if (kept !== null) this.load();
    if (kept === "open") this.show(true, false);
    whenIdle(() => this.load());
  }

  /** The language of the site, as far as we speak it. */
  private findTexts(): Texts {
    const wanted = (document.documentElement.lang || navigator.language).slice(0, 2).toLowerCase();
    return TEXTS[wanted] ?? TEXTS.fr;
  }

  private load(): void {
    const { frame } = this.parts;
    if (frame.src !== "") return;
    const asked = new URLSearchParams({ origin: location.origin, language: document.documentElement.lang });
    frame.src = `${this.site}/widget/${this.slug}?${asked.toString()}`;
    frame.addEventListener("load", () => setTimeout(() => this.parts.failed.toggleAttribute("hidden", this.isReady), READY_WITHIN_MS));
  }

  private show(open: boolean, withFocus = true): void {
    this.load();
    this.isOpen = open;
    const { button, panel, frame } = this.parts;
    panel.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    this.remember(open ? "open" : "closed");
    this.tell({ guichet: "shown", open });
    this.isAwaited = open && withFocus && !this.isReady;
    if (withFocus && !this.isAwaited) (open ? frame : button).focus();
  }

  private hear(event: MessageEvent<unknown>): void {
    if (event.source !== this.parts.frame.contentWindow || event.origin !== this.site) return;
    const told = readTold(event.data);
    if (told?.guichet === "close") this.show(false);
    if (told?.guichet === "unread") this.parts.badge(told.count ?? 0);
    if (told?.guichet !== "ready") return;
    this.isReady = true;
    this.parts.failed.hidden = true;
    if (this.isAwaited) this.parts.frame.focus();
    this.isAwaited = false;
    this.tell({ guichet: "shown", open: this.isOpen });
  }

  private tell(shown: Shown): void {
    if (this.isReady) this.parts.frame.contentWindow?.postMessage(shown, this.site);
  }

  private recall(): string | null {
    try {
      return sessionStorage.getItem(`guichet:${this.slug}`);
    } catch {
      return null;
    }
  }

  private remember(word: string): void {
    try {
      sessionStorage.setItem(`guichet:${this.slug}`, word);
    } catch {
      // a site whose storage is blocked opens closed on every page
    }
  }
}

/** What browsers know of the line, where they tell. */
interface Line {
  readonly connection?: { readonly saveData?: boolean; readonly effectiveType?: string };
}

/** Once the site itself is loaded and rests, unless its visitor saves data or is on a very slow line: the press then waits for nothing. */
function whenIdle(act: () => void): void {
  const line = (navigator as Line).connection;
  if (line?.saveData === true || line?.effectiveType?.endsWith("2g") === true || matchMedia("(prefers-reduced-data: reduce)").matches) return;
  const rest = (): void => {
    if ("requestIdleCallback" in window) requestIdleCallback(act, { timeout: 5_000 });
    else setTimeout(act, 500);
  };
  if (document.readyState === "complete") rest();
  else addEventListener("load", rest);
}

const own = document.currentScript;
if (own instanceof HTMLScriptElement) {
  const isEarly = document.readyState === "loading";
  if (isEarly) addEventListener("DOMContentLoaded", () => new Widget(own));
  else new Widget(own);
}
