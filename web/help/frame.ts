/** The answers inside the help's frame: it can be closed, and leads back to a conversation that this browser has under way here. */

const asked = new URLSearchParams(location.search);
const around = asked.get("origin") ?? "";
const tell = (word: "ready" | "close"): void => parent.postMessage({ guichet: word }, around);

document.querySelector("[data-close]")?.addEventListener("click", () => tell("close"));
addEventListener("keydown", (event) => {
  if (event.key === "Escape") tell("close");
});
addEventListener("message", (event: MessageEvent<unknown>) => {
  const shown = event.data as { readonly guichet?: string; readonly open?: boolean } | null;
  if (event.source !== parent || event.origin !== around || shown?.guichet !== "shown" || shown.open !== true) return;
  const greet = (): void => {
    if (document.activeElement === document.body) document.querySelector<HTMLElement>("h1")?.focus();
  };
  // Not before the site has handed the focus over: two who take it at once may both lose it.
  if (document.hasFocus()) greet();
  else addEventListener("focus", greet, { once: true });
});

try {
  const kept = document.querySelector<HTMLElement>("[data-under-way]");
  if (kept !== null && localStorage.getItem(`guichet:widget:${kept.dataset["underWay"] ?? ""}`) !== null) kept.hidden = false;
} catch {
  // a browser that refuses its storage here has no conversation either
}
tell("ready");

export {};
