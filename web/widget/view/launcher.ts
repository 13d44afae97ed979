/** The button and the frame, in a shadow root: no style of the site reaches them, and theirs none of the site. */

import { make } from "./make";

const STYLE = `
:host { all: initial; }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
.corner { position: fixed; z-index: 2147483000; inset-block-end: 16px; inset-inline-end: 16px; font: 700 16px/1.4 system-ui, sans-serif;
  color-scheme: light dark; }
button { all: unset; box-sizing: border-box; display: flex; align-items: center; gap: 8px; min-height: 52px; padding: 8px 20px; border-radius: 26px;
  cursor: pointer; color: #fff; background: var(--accent); border: 2px solid transparent; box-shadow: 0 4px 16px rgb(0 0 0 / 28%); }
button:hover { background: var(--strong); }
button:focus-visible { outline: 3px solid #fff; box-shadow: 0 0 0 6px var(--accent); }
.count { min-width: 24px; padding: 0 6px; border-radius: 12px; text-align: center; color: #1c2326; background: #ffd479; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.panel { position: fixed; z-index: 2147483000; inset-block-end: 84px; inset-inline-end: 16px; width: min(400px, calc(100vw - 32px));
  height: min(640px, calc(100dvh - 100px)); border-radius: 16px; overflow: hidden; background: Canvas; border: 1px solid rgb(125 122 116 / 60%);
  box-shadow: 0 8px 40px rgb(0 0 0 / 28%); color-scheme: light dark; }
iframe { display: block; width: 100%; height: 100%; border: 0; }
.failed { position: absolute; inset: auto 0 0; padding: 16px; font: 16px/1.5 system-ui, sans-serif; color: CanvasText; background: Canvas; }
a { color: LinkText; }
@media (max-width: 480px), (max-height: 480px) {
  .panel { inset-inline: 8px; inset-block: 8px 76px; width: auto; height: auto; border-radius: 12px; }
  .corner { inset-block-end: 12px; }
}
@media (forced-colors: active) { button { border-color: ButtonText; } }
@media (prefers-reduced-motion: no-preference) { .panel { animation: rise 160ms ease-out; } @keyframes rise { from { opacity: 0; translate: 0 8px; } } }
`;

const ICON = "M12 2a9 9 0 0 0-9 9v10.2a.8.8 0 0 0 1.4.6L7 19.3h5A8.65 8.65 0 1 0 12 2Zm-4.500 7.200h9v2.100h-9Zm0 4h6v2.100h-6Z";

export interface Parts {
  readonly button: HTMLButtonElement;
  readonly panel: HTMLElement;
  readonly frame: HTMLIFrameElement;
  readonly failed: HTMLElement;
  /** Show how many messages wait. */
  readonly badge: (count: number) => void;
}

/** Colours of the button, on which white is read. */
export type Look = Readonly<Record<"accent" | "strong", string>>;

type Words = Readonly<Record<"open" | "frame" | "unread" | "failed" | "elsewhere", string>>;

function drawIcon(): SVGElement {
  const space = "http://www.w3.org/2000/svg";
  const icon = document.createElementNS(space, "svg");
  for (const [name, value] of Object.entries({ width: "24", height: "24", viewBox: "0 0 24 24", "aria-hidden": "true" })) icon.setAttribute(name, value);
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", ICON);
  path.setAttribute("fill", "currentColor");
  icon.append(path);
  return icon;
}

/** Put the button into the page, and the closed panel after it: the order of the keyboard is the order of the eye. */
export function drawShadow(words: Words, home: string, look: Look): Parts {
  const host = document.createElement("guichet-widget");
  const shadow = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  shadow.adoptedStyleSheets = [sheet];
  const count = make("span", { className: "count", hidden: true });
  const button = make("button", { type: "button" }, drawIcon(), words.open, count);
  button.setAttribute("aria-expanded", "false");
  const frame = make("iframe", { title: words.frame });
  const elsewhere = make("a", { href: home, target: "_blank", rel: "noopener" }, words.elsewhere);
  const failed = make("p", { className: "failed", hidden: true }, `${words.failed} `, elsewhere);
  failed.setAttribute("role", "alert");
  const panel = make("div", { className: "panel", hidden: true }, frame, failed);
  const heard = make("span", { className: "unseen" });
  heard.setAttribute("role", "status");
  const badge = (unread: number): void => {
    count.hidden = unread === 0;
    count.textContent = String(unread);
    heard.textContent = unread === 0 ? "" : `${String(unread)} ${words.unread}`;
  };
  const region = make("section", {}, make("div", { className: "corner" }, button, heard), panel);
  region.setAttribute("aria-label", words.frame);
  for (const [name, colour] of Object.entries(look)) region.style.setProperty(`--${name}`, colour);
  shadow.append(region);
  document.body.append(host);
  return { button, panel, frame, failed, badge };
}
