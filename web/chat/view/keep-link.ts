/**
 * The link to a conversation, taken on its page instead of on a page of its own, and a button that copies it. Without this script, or
 * when the server cannot be reached, the form works as any form.
 */

import { gettext } from "../../shared/data/text";

export class KeepLink extends HTMLElement {
  connectedCallback(): void {
    this.querySelector("form")?.addEventListener("submit", (event) => void this.take(event));
    this.offerCopy();
  }

  private async take(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const kept = await ask(form);
    if (kept === null) {
      form.submit();
      return;
    }
    this.replaceChildren(kept);
    this.offerCopy();
    this.querySelector("input")?.focus();
  }

  private offerCopy(): void {
    const button = this.querySelector<HTMLButtonElement>("[data-copy]");
    if (button === null) return;
    button.hidden = false;
    button.addEventListener("click", () => void this.copy());
  }

  private async copy(): Promise<void> {
    const field = this.querySelector("input");
    const said = this.querySelector("[data-copied]");
    if (field === null || said === null) return;
    field.select();
    said.textContent = (await write(field.value)) ? gettext("Copied") : gettext("Copy the marked address yourself.");
  }
}

/** What the form's own page shows of the link; null when it cannot be had. */
async function ask(form: HTMLFormElement): Promise<Element | null> {
  try {
    const response = await fetch(form.action, { method: "POST", body: new FormData(form), credentials: "same-origin" });
    return new DOMParser().parseFromString(await response.text(), "text/html").querySelector("[data-kept]");
  } catch {
    return null;
  }
}

/** The clipboard is there on secure pages only. */
async function write(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

customElements.define("keep-link", KeepLink);
