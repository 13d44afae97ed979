/** Passkeys: the buttons that ask this device for a proof, or for a new key. Without passkeys in the browser they stay hidden. */

import { ask, create, type Asked } from "./passkeys";

interface Reply {
  readonly options?: Asked;
  readonly next?: string;
  readonly message?: string;
}

async function send(address: string, token: string, body: object): Promise<Reply> {
  const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token };
  const response = await fetch(address, { method: "POST", headers, body: JSON.stringify(body), credentials: "same-origin" });
  return (await response.json()) as Reply;
}

/** Ask for a challenge, let the device answer it, and go where the server says. Returns a sentence when it did not work. */
async function run(place: HTMLElement, token: string): Promise<string | undefined> {
  const { address = "", passkey: verb, next = "", refused, unreached } = place.dataset;
  let asked: Reply;
  try {
    asked = await send(address, token, {});
  } catch {
    return unreached;
  }
  if (asked.options === undefined) {
    if (asked.next !== undefined) location.assign(asked.next);
    return asked.message;
  }
  let answer: object;
  try {
    answer = verb === "add" ? await create(asked.options) : await ask(asked.options);
  } catch {
    return refused;
  }
  try {
    const reply = await send(address, token, { answer, next });
    if (reply.next !== undefined) location.assign(reply.next);
    return reply.message;
  } catch {
    return unreached;
  }
}

function arm(place: HTMLElement): void {
  const form = place.querySelector("form");
  const alert = place.querySelector<HTMLElement>("[role=alert]");
  if (form === null || alert === null) return;
  place.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    alert.hidden = true;
    const token = form.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "";
    void run(place, token).then((sentence) => {
      if (sentence === undefined) return;
      alert.hidden = false;
      alert.textContent = sentence;
    });
  });
}

if ("credentials" in navigator && "PublicKeyCredential" in window) {
  for (const place of document.querySelectorAll<HTMLElement>("[data-passkey]")) arm(place);
}
