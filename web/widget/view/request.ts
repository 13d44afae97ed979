/**
 * The request's form: what is written is kept, checked where it stands, and sent once under one key however often that takes. It opens a
 * conversation, or leaves a message (`data-mode`) whose files follow it.
 */

import { Refusal, Unreached, backoffMs, post, postFile, setPass, sleep } from "../../shared/data/http";
import { newKey } from "../../shared/data/key";
import { shelf } from "../../shared/data/shelf";
import { gettext } from "../../shared/data/text";
import type { OpenContact, Opened } from "../../shared/words/chat";
import type { FileLeft, LeaveMessage, Left } from "../../shared/words/message";
import type { Told } from "../../shared/words/script";
import { forgetDraft, keepDraft, readDraft, type Draft, type Kept } from "../data/kept";
import { readEarlier } from "../data/kept-script";
import type { Script, Setting } from "./frame";

const ATTEMPTS = 6;
const TYPED = ["reason", "text", "name", "territory", "language", "email", "number"];
/** Which field a refusal of the server is about. */
const ABOUT: Readonly<Record<string, string>> = {
  "not-a-number": "number",
  "dear-number": "number",
  "foreign-number": "number",
  "unusable-address": "email",
  "no-mails": "email",
};
type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** The script that a request follows, and what it is about. */
export interface Carried {
  readonly token: string;
  readonly reason: number;
}

export interface Asked {
  readonly carried: Carried | null;
  readonly opened: (kept: Kept, refused: readonly string[]) => void;
  readonly began: (told: Told, reason: number) => void;
  readonly fetchScript: () => Promise<Script>;
}

export class Request {
  private key: string;
  private busy = false;
  /** What the form does when no script comes first. */
  private readonly mode: string;
  /** Whoever wanted a person rather than a script is not asked again. */
  private wantsPerson = false;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly setting: Setting,
    private readonly asked: Asked,
  ) {
    this.mode = form.dataset["mode"] ?? "chat";
    this.key = this.restore();
    form.addEventListener("input", () => {
      this.keepTyped();
      this.leadToCallback();
    });
    this.find("reason")?.addEventListener("change", () => this.offerScript());
    for (const button of form.querySelectorAll<HTMLElement>("[data-turn]")) button.addEventListener("click", () => this.turn(button.dataset["turn"]));
    this.leadToCallback();
    if (asked.carried !== null) this.followScript(asked.carried);
    else this.offerScript();
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

  private get leaves(): boolean {
    return this.form.dataset["mode"] === "message";
  }

  private get begins(): boolean {
    return this.form.dataset["mode"] === "script";
  }

  /** A script comes first where there is one, unless something is written already. */
  private offerScript(): void {
    const isFirst = this.setting.scripts.includes(Number(this.read("reason"))) && this.read("text") === "" && !this.wantsPerson;
    if (isFirst !== this.begins) this.form.dataset["mode"] = isFirst ? "script" : this.mode;
    if (isFirst) void this.asked.fetchScript();
  }

  private followScript({ reason }: Carried): void {
    const field = this.find("reason");
    if (field !== null) field.value = String(reason);
    this.turn(this.mode);
  }

  /** Write now, or leave a message: another request, under another key. */
  private turn(mode = "chat"): void {
    this.wantsPerson ||= this.begins;
    this.form.dataset["mode"] = mode === "person" ? this.mode : mode;
    this.key = newKey();
    this.keepTyped();
    this.find("text")?.focus();
  }

  /** The link to a call leads to the subject that is chosen; there is none where nobody calls. */
  private leadToCallback(): void {
    const link = this.form.parentElement?.querySelector<HTMLAnchorElement>("[data-callback]");
    if (link == null) return;
    const reason = this.read("reason");
    link.href = reason === "" ? this.setting.home : `${this.setting.home}requests/${reason}/callback${this.setting.along ?? ""}`;
    link.parentElement?.toggleAttribute("hidden", reason !== "" && !this.setting.called.includes(Number(reason)));
  }

  /** Put back what was written before the page changed; what is typed already while this loaded stays. */
  private restore(): string {
    const draft = readDraft(shelf, this.setting.organisation);
    for (const [name, value] of Object.entries(draft)) {
      const field = name === "key" ? null : this.find(name);
      if (field !== null && (field.value === "" || name === "language")) field.value = value;
    }
    const mode = draft["mode"];
    if (mode !== undefined && this.form.querySelector(`[data-turn=${mode}]`) !== null) this.form.dataset["mode"] = mode;
    return draft["key"] ?? newKey();
  }

  private keepTyped(): void {
    if (this.read("text") === "" && this.read("reason") === "") return;
    const typed: Draft = Object.fromEntries(TYPED.map((name) => [name, this.find(name)?.value ?? ""]));
    keepDraft(shelf, this.setting.organisation, { ...typed, key: this.key, mode: this.form.dataset["mode"] ?? "chat" });
  }

  private async submit(): Promise<void> {
    if (this.busy || !this.check()) return;
    this.busy = true;
    this.form.querySelector("button")?.setAttribute("aria-disabled", "true");
    this.say("");
    try {
      if (this.begins) await this.begin();
      else if (this.leaves) await this.leave();
      else await this.open();
    } catch (error) {
      const field = error instanceof Refusal ? this.find(ABOUT[error.code] ?? "none") : null;
      if (field !== null) this.mark(field, (error as Refusal).message);
      field?.focus();
      this.say(error instanceof Refusal ? error.message : gettext("Your message could not be sent: the connection is lost. It is kept here; try again."));
    }
    this.busy = false;
    this.form.querySelector("button")?.removeAttribute("aria-disabled");
  }

  private async begin(): Promise<void> {
    const reason = Number(this.read("reason"));
    const { organisation, language } = this.setting;
    const { begin } = await this.asked.fetchScript();
    const told = await insist(() => begin({ key: this.key, organisation, reason, language, earlier: readEarlier(shelf, organisation) }));
    forgetDraft(shelf, organisation);
    this.asked.began(told, reason);
  }

  private async open(): Promise<void> {
    const asked: OpenContact = { ...this.describe(), keeps_pass: true, script: this.asked.carried?.token ?? null };
    const opened = await insist(() => post<Opened>("/chat/contacts", asked));
    forgetDraft(shelf, this.setting.organisation);
    if (opened.token !== null) this.asked.opened({ contact: opened.contact, token: opened.token }, []);
  }

  private async leave(): Promise<void> {
    const asked: LeaveMessage = { ...this.describe(), email: this.read("email") || null, number: this.read("number") || null, script: this.asked.carried?.token ?? null };
    const { contact, token, address, promised_at } = await insist(() => post<Left>("/message/contacts", asked));
    forgetDraft(shelf, this.setting.organisation);
    setPass(token);
    const refused = await this.sendFiles(`/message/contacts/${contact}/files`);
    this.asked.opened({ contact, token, left: { address, promised_at } }, refused);
  }

  private describe(): Omit<OpenContact, "keeps_pass"> {
    return {
      key: this.key,
      organisation: this.setting.organisation,
      reason: Number(this.read("reason")),
      language: this.read("language") || this.setting.language,
      text: this.read("text"),
      territory: this.find("territory") === null ? null : Number(this.read("territory")),
      name: this.read("name") || null,
      came_from: this.setting.came_from ?? null,
    };
  }

  /** The message is kept already: a file that is not is said, and the others follow. */
  private async sendFiles(place: string): Promise<string[]> {
    const files = [...(this.form.querySelector<HTMLInputElement>("[name=attachments]")?.files ?? [])];
    const refused: string[] = [];
    for (const file of files) {
      const key = newKey();
      try {
        await insist(() => postFile<FileLeft>(place, key, file));
      } catch (error) {
        refused.push(gettext("{name} was not sent: {reason}", { name: file.name, reason: (error as Error).message }));
      }
    }
    return refused;
  }

  /** What is missing, under its field; the first one is gone to. */
  private check(): boolean {
    const missing = (this.begins ? ["reason"] : ["reason", "text", "territory"]).filter((name) => {
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

/** Ask until somebody answers; the same key is done once only. */
async function insist<T>(ask: () => Promise<T>): Promise<T> {
  for (let count = 0; ; count++) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Unreached) || count + 1 >= ATTEMPTS) throw error;
      await sleep(backoffMs(count));
    }
  }
}
