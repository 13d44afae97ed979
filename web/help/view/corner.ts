/** The help's button, what it offers, and its frame, in a shadow root: no style of the site reaches them, and theirs none of the site. */

import { make } from "../../widget/view/make";

const STYLE = `
:host{all:initial}*{box-sizing:border-box}[hidden]{display:none!important}
section{position:fixed;z-index:2147482999;inset-block-end:16px;inset-inline-end:16px;font:16px/1.5 system-ui,sans-serif;color-scheme:light dark;
max-width:min(340px,calc(100vw - 32px));display:flex;flex-direction:column;align-items:flex-end;gap:8px}
section.above{inset-block-end:84px}section.up{inset-block:16px auto;flex-direction:column-reverse}
button{all:unset;box-sizing:border-box;cursor:pointer;font:700 16px/1.4 system-ui,sans-serif;min-height:44px;padding:8px 16px;border-radius:22px;
color:#fff;background:var(--accent);border:2px solid transparent;box-shadow:0 2px 8px rgb(0 0 0/25%)}
button:hover{background:var(--strong)}button:focus-visible{outline:3px solid #fff;box-shadow:0 0 0 6px var(--accent)}
.offer{padding:12px;border-radius:12px;color:CanvasText;background:Canvas;border:1px solid #767676;box-shadow:0 4px 24px rgb(0 0 0/25%)}
.offer p{margin:0 0 8px}.offer div{display:flex;flex-wrap:wrap;gap:8px}.offer button{padding:8px 14px}
.no{color:CanvasText;background:Canvas;border-color:currentColor;box-shadow:none}.no:hover{color:Canvas;background:CanvasText}
.count{margin-inline-start:8px;padding:0 6px;border-radius:12px;color:#1c2326;background:#ffd479}
.panel{position:fixed;inset-block:16px 84px;inset-inline-end:16px;width:min(400px,calc(100vw - 32px));max-height:640px;margin-block-start:auto;
border-radius:16px;overflow:hidden;background:Canvas;border:1px solid #767676;box-shadow:0 8px 40px rgb(0 0 0/28%)}
.above .panel{inset-block-end:148px}.up .panel{inset-block:76px 16px;margin-block:0 auto}
iframe{display:block;width:100%;height:100%;border:0}
.failed{position:absolute;inset:auto 0 0;margin:0;padding:16px;color:CanvasText;background:Canvas}
@media(max-width:480px),(max-height:480px){.panel{inset-inline:8px;inset-block:8px 76px;width:auto;max-height:none}}
@media(forced-colors:active){button{border-color:ButtonText}}
`;

export type Words = Readonly<Record<"open" | "close" | "frame" | "hesitates" | "wrong" | "yes" | "no" | "failed" | "elsewhere" | "unread", string>>;
export type Look = Readonly<Record<"accent" | "strong", string>>;

export class Corner {
  readonly section = make("section", {});
  readonly frame = make("iframe", {});
  readonly button: HTMLButtonElement;
  readonly yes: HTMLButtonElement;
  readonly no: HTMLButtonElement;
  readonly panel: HTMLElement;
  readonly failed: HTMLElement;
  /** What is offered stands in a live region that is there before its words: it is read out, and takes no focus. */
  readonly offer: HTMLElement;
  private readonly text = make("p", {});
  private readonly count = make("span", { className: "count", hidden: true });

  constructor(private readonly words: Words, home: string, look: Look) {
    const host = document.createElement("guichet-help");
    const shadow = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    shadow.adoptedStyleSheets = [sheet];
    this.button = make("button", { type: "button" }, words.open, this.count);
    this.button.setAttribute("aria-expanded", "false");
    this.yes = make("button", { type: "button" }, words.yes);
    this.no = make("button", { type: "button", className: "no" }, words.no);
    this.offer = make("div", { className: "offer", hidden: true }, this.text, make("div", {}, this.yes, this.no));
    const heard = make("div", {}, this.offer);
    heard.setAttribute("role", "status");
    this.frame.title = words.frame;
    const elsewhere = make("a", { href: home, target: "_blank", rel: "noopener" }, words.elsewhere);
    this.failed = make("p", { className: "failed", hidden: true }, `${words.failed} `, elsewhere);
    this.failed.setAttribute("role", "alert");
    this.panel = make("div", { className: "panel", hidden: true }, this.frame, this.failed);
    this.section.append(heard, this.button, this.panel);
    this.section.setAttribute("aria-label", words.frame);
    for (const [name, colour] of Object.entries(look)) this.section.style.setProperty(`--${name}`, colour);
    shadow.append(this.section);
    document.body.append(host);
  }

  propose(isWrong: boolean): void {
    this.text.textContent = isWrong ? this.words.wrong : this.words.hesitates;
    this.offer.hidden = false;
  }

  badge(unread: number): void {
    this.count.hidden = unread === 0;
    this.count.textContent = String(unread);
    this.count.setAttribute("aria-label", `${String(unread)} ${this.words.unread}`);
  }
}
