/** The request's form: what is written is kept, checked where it stands, and sent once under one key however often that takes. */

import { Refusal, Unreached, backoffMs, post, sleep } from "../../shared/data/http";
import { newKey } from "../../shared/data/key";
import { shelf } from "../../shared/data/shelf";
import { gettext } from "../../shared/data/text";
import type { OpenContact, Opened } from "../../shared/words/chat";
import { forgetDraft, keepDraft, readDraft, type Draft, type Kept } from "../data/kept";
import type { Setting } from "./frame";

const ATTEMPTS = 6;
type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

export class Request {
  private readonly key: string;
  private busy = false;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly setting: Setting,
    private readonly opened: (kept: Kept) => void,
  ) {
    this.key = this.restore();
    form.addEventListener("input", () => this.keepTyped());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.submit();
    });
    this.keepTyped();
    if ("asked" in form.dataset) void this.submit(); // sent before this was there
  }

  private find(name: string): Field | null {
    return this.form.querySelector<Field>(`[name=${name}]`);
  }

  private read(name: string): string {
    return this.find(name)?.value.trim() ?? "";
  }

  /** Put back what was written before the page changed; what is typed already while this loaded stays. */
  private restore(): string {
    const draft = readDraft(shelf, this.setting.organisation);
    for (const [name, value] of Object.entries(draft)) {
      const field = name === "key" ? null : this.find(name);
      if (field !== null && (field.value === "" || name === "language")) field.value = value;
    }
    return draft["key"] ?? newKey();
  }

  private keepTyped(): void {
    if (this.read("text") === "" && this.read("reason") === "") return;
    const typed: Draft = Object.fromEntries(["reason", "text", "name", "territory", "language"].map((name) => [name, this.find(name)?.value ?? ""]));
    keepDraft(shelf, this.setting.organisation, { ...typed, key: this.key });
  }

  private async submit(): Promise<void> {
    if (this.busy || !this.check()) return;
    this.busy = true;
    this.form.querySelector("button")?.setAttribute("aria-disabled", "true");
    this.say("");
    try {
      const opened = await this.send();
      forgetDraft(shelf, this.setting.organisation);
      if (opened.token !== null) this.opened({ contact: opened.contact, token: opened.token });
    } catch (error) {
      this.say(error instanceof Refusal ? error.message : gettext("Your message could not be sent: the connection is lost. It is kept here; try again."));
    }
    this.busy = false;
    this.form.querySelector("button")?.removeAttribute("aria-disabled");
  }

  /** Ask until somebody answers; the same key opens one contact only. */
  private async send(): Promise<Opened> {
    const asked: OpenContact = {
      key: this.key,
      organisation: this.setting.organisation,
      reason: Number(this.read("reason")),
      language: this.read("language") || this.setting.language,
      text: this.read("text"),
      territory: this.find("territory") === null ? null : Number(this.read("territory")),
      name: this.read("name") || null,
      keeps_pass: true,
    };
    for (let count = 0; ; count++) {
      try {
        return await post<Opened>("/chat/contacts", asked);
      } catch (error) {
        if (!(error instanceof Unreached) || count + 1 >= ATTEMPTS) throw error;
        await sleep(backoffMs(count));
      }
    }
  }

  /** What is missing, under its field; the first one is gone to. */
  private check(): boolean {
    const missing = ["reason", "text", "territory"].filter((name) => {
      const field = this.find(name);
      if (field === null) return false;
      const isMissing = field.value.trim() === "";
      this.mark(field, isMissing ? this.describeMissing(name) : "");
      return isMissing;
    });
    this.find(missing[0] ?? "none")?.focus();
    return missing.length === 0;
  }

  private describeMissing(name: string): string {
    if (name === "reason") return gettext("Choose a subject.");
    return name === "text" ? gettext("Write your message.") : gettext("Choose where you live.");
  }

  private mark(field: Field, problem: string): void {
    const frame = field.closest(".field");
    frame?.toggleAttribute("data-wrong", problem !== "");
    frame?.querySelector(".error")?.remove();
    if (problem === "") {
      field.removeAttribute("aria-invalid");
      return;
    }
    const said = Object.assign(document.createElement("span"), { className: "error", id: `${field.id}_error`, textContent: problem });
    field.before(said);
    field.setAttribute("aria-invalid", "true");
    const described = new Set((field.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean)).add(said.id);
    field.setAttribute("aria-describedby", [...described].join(" "));
  }

  private say(problem: string): void {
    const place = this.form.querySelector<HTMLElement>("[data-problem]");
    if (place === null) return;
    place.hidden = problem === "";
    place.textContent = problem;
  }
}
