/**
 * The lock of a shared post. A screen where nobody did anything for the organisation's minutes locks itself, in every tab at once; so does
 * one whose session the server refuses. What the page shows is gone with it: the cover is another page.
 */

import { restAfter, shouldTell } from "./idle";

const SHELF = "guichet:active";
const LOCKED = "locked";
const LOOK_MS = 5_000;

const form = document.querySelector<HTMLFormElement>("form[data-lock]");
const channel = new BroadcastChannel("guichet-lock");

function getHere(): string {
  return location.pathname + location.search;
}

function cover(): void {
  location.assign(`/locked?next=${encodeURIComponent(getHere())}`);
}

function readActive(): number {
  return Number(localStorage.getItem(SHELF) ?? Date.now());
}

/** Let every tab and the server know that somebody is here. */
function watch(minutes: number, token: string): void {
  let toldAt = Date.now();
  const note = (): void => {
    const now = Date.now();
    if (now - readActive() > 1_000 || localStorage.getItem(SHELF) === null) localStorage.setItem(SHELF, String(now));
    if (!shouldTell(now, toldAt)) return;
    toldAt = now;
    void fetch("/active", { method: "POST", headers: { "X-CSRFToken": token, Accept: "application/json" } }).then((answer) => {
      if (answer.status === 423) cover();
    }, () => undefined);
  };
  localStorage.setItem(SHELF, String(Date.now()));
  for (const kind of ["pointerdown", "keydown", "wheel", "touchstart"]) addEventListener(kind, note, { passive: true, capture: true });
  setInterval(() => {
    if (restAfter(readActive(), minutes, Date.now()) <= 0) form?.requestSubmit();
  }, LOOK_MS);
}

if (form !== null) {
  const next = form.querySelector<HTMLInputElement>("[name=next]");
  form.addEventListener("submit", () => {
    if (next !== null) next.value = getHere();
    channel.postMessage(LOCKED);
  });
  const minutes = Number(form.dataset["minutes"] ?? "");
  if (minutes > 0) watch(minutes, form.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "");
  channel.addEventListener("message", (event: MessageEvent<unknown>) => {
    if (event.data === LOCKED) setTimeout(cover, 300);
  });
  document.addEventListener("guichet-locked", cover);
}
