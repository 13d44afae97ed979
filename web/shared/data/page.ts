/** What the server wrote into the page for its script. */

import { setCsrfToken } from "./http";
import { speak } from "./text";

function readJson(id: string): unknown {
  return JSON.parse(document.getElementById(id)?.textContent ?? "{}");
}

/** The page's own setting, after its texts and token are in place. */
export function readPage(): unknown {
  speak(document.documentElement.lang, readJson("texts") as Record<string, string | string[]>);
  setCsrfToken(document.querySelector<HTMLMetaElement>("meta[name=csrf-token]")?.content ?? "");
  return readJson("setting");
}

/** Tell a follower and an outbox when the network goes and comes, and when a sleeping page wakes. */
export function watchNetwork(gone: () => void, back: () => void): void {
  let hiddenAt = 0;
  addEventListener("offline", gone);
  addEventListener("online", back);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) hiddenAt = Date.now();
    else if (Date.now() - hiddenAt > 30_000) back();
  });
}
