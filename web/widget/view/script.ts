/**
 * A script spoken in the frame: what was said, buttons for the choices, and a place for words at every question; a person is one press away.
 * Lines are only ever added, so that they are read out once. Of two tabs the one that is looked at learns where the other has gone on.
 */

import { Refusal } from "../../shared/data/http";
import { shelf } from "../../shared/data/shelf";
import { gettext } from "../../shared/data/text";
import { joinMarks } from "../../shared/data/typography";
import type { Line, TakeTurn, Told } from "../../shared/words/script";
import { keepScript, readScript, scriptPlace, type KeptScript } from "../data/kept-script";
import { fetchTold, makeTurn, persist, send, type Answer } from "../data/script";
import { make } from "./make";

export interface Outcome {
  /** It is over: a person takes over, or there are other ways. */
  readonly ended: (told: Told, kept: KeptScript) => void;
  /** Another tab has gone on elsewhere, or the session is gone. */
  readonly moved: () => void;
  readonly again: () => void;
}

export class ScriptTalk {
  readonly element: HTMLElement;
  private readonly log = make("ol", { className: "log" });
  private readonly buttons = make("div", { className: "choices" });
  private readonly notice = make("p", { className: "notice warn", hidden: true });
  private readonly words = make("input", { id: "script-words", name: "words", autocomplete: "off", maxLength: 2_000 });
  private readonly back = make("button", { type: "button", className: "quiet", onclick: () => this.answer({ text: "*" }) }, gettext("Question before"));
  private readonly scroller: HTMLElement;
  private told: Told | null = null;
  private shown = 0;
  private waiting: HTMLElement | null = null;
  private isOver = false;
  /** Between tabs of one site: a browser that refuses its storage to a frame still lets this pass. */
  private readonly others: BroadcastChannel;
  private readonly seen = (): void => this.follow();

  constructor(
    private kept: KeptScript,
    private readonly organisation: string,
    private readonly outcome: Outcome,
  ) {
    this.notice.setAttribute("role", "alert");
    const read = make("div", { tabIndex: 0 }, this.log);
    read.setAttribute("role", "log");
    read.setAttribute("aria-label", gettext("Messages"));
    this.scroller = make("div", { className: "said" }, read);
    this.element = make("div", { className: "script-talk" }, this.scroller, this.drawAnswering());
    this.others = new BroadcastChannel(scriptPlace(organisation));
    this.others.onmessage = this.seen;
    this.others.postMessage(0);
    addEventListener("focus", this.seen);
  }

  /** Draw what is known and fetch the rest; an answer that was on its way is sent again. */
  start(told: Told | null): void {
    if (told !== null) this.draw(told);
    if (this.kept.pending !== undefined) void this.deliver(this.kept.pending);
    else if (told === null) void this.attempt(() => fetchTold(this.kept));
  }

  private drawAnswering(): HTMLElement {
    const label = make("label", { htmlFor: "script-words" }, gettext("Your answer"));
    const form = make("form", { className: "script-form", noValidate: true }, label, make("div", { className: "row" }, this.words, make("button", { className: "primary" }, gettext("Send"))));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = this.words.value.trim();
      if (text !== "") this.answer({ text });
    });
    const person = make("button", { type: "button", onclick: () => this.answer({ wants_person: true }) }, gettext("Talk to a person"));
    return make("div", { className: "answering" }, this.notice, this.buttons, form, make("div", { className: "row" }, person, this.back));
  }

  private answer(answer: Answer): void {
    if (this.told === null || this.waiting !== null || this.isOver) return;
    const turn = makeTurn(answer, this.told.turn);
    this.kept = { ...this.kept, pending: turn };
    keepScript(shelf, this.organisation, this.kept);
    void this.deliver(turn);
  }

  private async deliver(turn: TakeTurn): Promise<void> {
    const waiting = this.drawWaiting(turn);
    this.waiting = waiting;
    this.log.append(waiting);
    this.busy(true);
    this.scrollDown();
    if (this.words.value.trim() === turn.text) this.words.value = ""; // at once: what is typed from here on is the next answer
    await this.attempt(() => send(this.kept, turn), turn.text === "*" ? "" : (turn.text ?? ""));
    waiting.remove();
    this.waiting = null;
    this.busy(false);
  }

  /** Ask the server and draw what it says; a refusal is said, and what was `typed` comes back unless something else is written already. */
  private async attempt(ask: () => Promise<Told>, typed = ""): Promise<void> {
    try {
      const told = await persist(ask, () => this.say(gettext("The connection is lost. Your answer is kept and will leave as soon as it is back.")));
      this.settle();
      this.say(told.is_taken ? "" : gettext("This question has an answer already, perhaps from another tab."));
      this.draw(told);
    } catch (error) {
      this.settle();
      if (!(error instanceof Refusal)) throw error;
      this.say(error.message);
      if (this.words.value === "") this.words.value = typed;
      if (error.status === 404) this.drawGone();
    }
  }

  /** The answer has arrived, or was refused for good: it is not sent again. */
  private settle(): void {
    const { session, token, reason } = this.kept;
    this.kept = { session, token, reason };
    if (readScript(shelf, this.organisation)?.session === session) keepScript(shelf, this.organisation, this.kept);
    this.others.postMessage(0);
  }

  private draw(told: Told): void {
    if (this.isOver || (this.told !== null && told.turn < this.told.turn)) return;
    this.told = told;
    this.waiting?.remove();
    this.log.append(...told.lines.slice(this.shown).map((line) => drawLine(line, told.language)));
    this.shown = Math.max(this.shown, told.lines.length);
    this.drawButtons(told);
    this.scrollDown();
    if (told.state === "open") return;
    this.stop();
    this.outcome.ended(told, this.kept);
  }

  private drawButtons(told: Told): void {
    const hadFocus = this.buttons.contains(document.activeElement);
    this.buttons.replaceChildren(
      ...told.buttons.map(({ option, label }) => make("button", { type: "button", lang: told.language, onclick: () => this.answer({ option }) }, label)),
    );
    this.back.hidden = !told.goes_back;
    if (hadFocus) (this.buttons.querySelector("button") ?? this.words).focus();
  }

  private drawWaiting(turn: TakeTurn): HTMLElement {
    const chosen = this.told?.buttons.find((button) => button.option === turn.option)?.label;
    const text = turn.wants_person === true ? gettext("Talk to a person") : turn.text === "*" ? gettext("Question before") : (chosen ?? turn.text ?? turn.option ?? "");
    return make("li", { className: "message mine" }, make("p", { className: "bubble" }, text), make("span", { className: "fate" }, gettext("Sending…")));
  }

  private drawGone(): void {
    this.stop();
    this.element.querySelector(".answering")?.replaceChildren(this.notice, make("button", { type: "button", className: "primary", onclick: () => this.outcome.again() }, gettext("Begin again")));
  }

  private busy(is: boolean): void {
    for (const button of this.element.querySelectorAll(".answering button")) button.toggleAttribute("aria-disabled", is);
  }

  private say(problem: string): void {
    if (this.notice.textContent === problem) return;
    this.notice.hidden = problem === "";
    this.notice.textContent = problem;
  }

  private scrollDown(): void {
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  /** Another tab of this site has answered, or is elsewhere. */
  private follow(): void {
    if (this.isOver || this.told === null) return;
    const kept = readScript(shelf, this.organisation);
    if (kept?.session !== this.kept.session) {
      this.stop();
      this.outcome.moved();
    } else if (kept.pending === undefined && this.waiting === null) {
      void this.refresh();
    }
  }

  /** What is being typed stays. */
  private async refresh(): Promise<void> {
    const told = await fetchTold(this.kept).catch(() => null);
    if (told !== null && this.waiting === null) this.draw(told);
  }

  private stop(): void {
    this.isOver = true;
    this.others.close();
    removeEventListener("focus", this.seen);
  }
}

function drawLine(line: Line, language: string): HTMLElement {
  const mine = line.part === "citizen";
  const said = line.part === "link" ? make("a", { className: "bubble", href: line.address, target: "_blank", rel: "noopener noreferrer" }, joinMarks(line.text)) : make("p", { className: "bubble" }, joinMarks(line.text));
  const item = make("li", { className: `message ${mine ? "mine" : "theirs"}`, lang: mine ? "" : language }, said);
  item.dataset["part"] = line.part;
  if (line.part === "answer") item.append(make("span", { className: "fate" }, gettext("Article {article}, version {version}", { article: line.article, version: line.version ?? 0 })));
  return item;
}
