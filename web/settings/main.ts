/** What scripts add to the settings pages: htmx, a button that copies, no button for what happens by itself, no form sent twice by a
 * double press, a sentence said into the microphone, and no focus lost to what is drawn anew. Nothing needs them. */
import htmx from "htmx.org";
import { offerRecording } from "./recording";

htmx.config.allowEval = false;
htmx.config.allowScriptTags = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;
htmx.config.historyCacheSize = 0;

for (const button of document.querySelectorAll<HTMLElement>("[data-needless]")) button.hidden = true;

offerRecording(document);

const sent = new WeakSet<EventTarget>();
document.addEventListener("submit", (event) => {
  if (event.target === null || event.defaultPrevented) return;
  if (sent.has(event.target)) event.preventDefault();
  sent.add(event.target);
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of document.forms) sent.delete(form);
});

for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-copies]")) {
  const source = document.querySelector<HTMLTextAreaElement>(`#${button.dataset["copies"] ?? ""}`);
  const told = button.parentElement?.querySelector<HTMLElement>("[data-copied-words]");
  button.hidden = source === null;
  button.addEventListener("click", () => {
    void navigator.clipboard.writeText(source?.value ?? "").then(() => {
      if (told) told.textContent = told.dataset["copiedWords"] ?? "";
    });
  });
}

// What was pressed is gone with what it led to: one goes on at the next answer, not at the top of the page.
document.addEventListener("htmx:afterSettle", ({ target }) => {
  if (document.activeElement !== document.body || !(target instanceof HTMLElement) || !target.matches("[data-goes-on]")) return;
  target.querySelector<HTMLElement>("form button, form input:not([type=hidden]), a")?.focus();
});

document.querySelector<HTMLElement>(".summary-of-errors, [role=alert]")?.focus();
