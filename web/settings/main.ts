/** What scripts add to the settings pages: htmx, a button that copies, no button for what happens by itself, and no form sent twice by a
 * double press. Nothing needs them. */
import htmx from "htmx.org";

htmx.config.allowEval = false;
htmx.config.allowScriptTags = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;
htmx.config.historyCacheSize = 0;

for (const button of document.querySelectorAll<HTMLElement>("[data-needless]")) button.hidden = true;

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

document.querySelector<HTMLElement>(".summary-of-errors, [role=alert]")?.focus();
