/**
 * What a social network adds to the desk: who reads along, what may not be said then, how much fits, and what else can be done with the
 * contact. Events: `insert` (a template as a text with blanks), `squared` (this box, which can say whether a text may be sent).
 */

import { html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { writeDay } from "../../shared/data/clock";
import { getLanguage, gettext } from "../../shared/data/text";
import { PageElement } from "../../shared/view/element";
import type { TalkFacts } from "../../shared/words/live";
import type { AsideReason, Finding, SquareFacts } from "../../shared/words/square";
import { countCharacters, writeBlanks } from "./lengths";
import { Publicity } from "./publicity";

const LOOK_MS = 5_000;

const BLANK = /\{[^{}\n]+\}/u;

/** The doors of a contact of a network. */
export interface SquareDoors {
  readonly getSquare: (contact: string) => Promise<SquareFacts>;
  readonly checkPublic: (contact: string, text: string) => Promise<readonly Finding[]>;
  readonly moveToPrivate: (contact: string) => Promise<unknown>;
  readonly putAside: (contact: string, reason: AsideReason) => Promise<unknown>;
}

export class SocialFactsBox extends PageElement {
  @property() contact = "";
  /** What is being written to the citizen. */
  @property() text = "";
  /** Nothing more can be done with it. */
  @property({ type: Boolean }) done = false;
  @property({ attribute: false }) doors!: SquareDoors;
  @property({ attribute: false }) fetchTalk!: (contact: string) => Promise<TalkFacts>;
  @state() private talk: TalkFacts | null = null;
  @state() private facts: SquareFacts | null = null;
  @state() private trouble = "";
  @state() private busy = false;
  private timer = 0;
  private publicity = this.openPublicity();

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = window.setInterval(() => void this.look(), LOOK_MS);
  }

  override disconnectedCallback(): void {
    window.clearInterval(this.timer);
    this.publicity.end();
    super.disconnectedCallback();
  }

  /** Why a text cannot be sent; "" when it can. A public one is looked at first. */
  async check(text: string): Promise<string> {
    const facts = await this.getFacts();
    if (facts === null) return gettext("Who reads along is not known yet: send it again in a moment.");
    if (this.isLate(facts) && BLANK.test(text)) return gettext("Fill in the blanks of the template before sending.");
    if (!facts.is_public) return "";
    if (!(await this.publicity.settle(text))) return gettext("Your public answer could not be checked: send it again in a moment.");
    const [found] = this.publicity.findings;
    return found === undefined ? "" : gettext("Not in public: “{excerpt}”. {sentence}", { excerpt: found.excerpt, sentence: found.sentence });
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("contact")) {
      [this.facts, this.talk, this.trouble, this.busy] = [null, null, "", false];
      this.publicity.end();
      this.publicity = this.openPublicity();
      void this.look();
      this.dispatchEvent(new CustomEvent<SocialFactsBox>("squared", { detail: this }));
    }
    if (this.facts?.is_public) this.publicity.hear(this.text);
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.facts === null) return nothing;
    const { network, handle, account, is_public } = this.facts;
    return html`
      <section class="call-controls" aria-label=${nameNetwork(network)}>
        <p class="row">
          <strong>${nameNetwork(network)}</strong>
          <span>${handle === "" ? gettext("Nobody to answer to") : handle}</span>
          <span class="soft">${gettext("on {account}", { account })}</span>
          ${this.drawPromise()}
        </p>
        <p class=${is_public ? "danger" : "soft"}>
          ${is_public ? html`<strong>${gettext("Public: everybody will read your answer. Nothing about this person, and never ask who it is.")}</strong>` : gettext("Private: only this person reads your answer.")}
        </p>
        ${is_public ? this.drawFindings() : nothing} ${this.drawWindow(this.facts)}
        ${this.trouble === "" ? nothing : html`<p class="error" role="alert">${this.trouble}</p>`}
        ${this.done ? nothing : this.drawActions(this.facts)}
        <p class="soft small" role="status">${this.writeLength(this.facts)}</p>
      </section>
    `;
  }

  private drawPromise(): TemplateResult | typeof nothing {
    const promised = this.talk?.promised_at ?? null;
    if (this.talk?.is_stopped) return html`<span class="danger">${gettext("This person has said STOP: nothing leaves. Reach the person in another way.")}</span>`;
    return promised === null ? nothing : html`<span>${gettext("Answer promised by {day}", { day: writeDay(promised) })}</span>`;
  }

  private openPublicity(): Publicity {
    return new Publicity(
      (text) => this.doors.checkPublic(this.contact, text),
      () => this.requestUpdate(),
    );
  }

  private async getFacts(): Promise<SquareFacts | null> {
    if (this.facts === null) await this.look();
    return this.facts;
  }

  /** A look that fails is made again a moment later. */
  private async look(): Promise<void> {
    const { contact } = this;
    if (contact === "" || (document.hidden && this.facts !== null)) return;
    const [facts, talk] = await Promise.all([this.doors.getSquare(contact), this.fetchTalk(contact)]).catch(() => [null, null]);
    if (facts === null || talk === null || contact !== this.contact) return;
    [this.facts, this.talk] = [facts, talk];
  }

  private isLate({ window_until }: SquareFacts): boolean {
    return window_until !== null && window_until <= Date.now();
  }

  private drawFindings(): TemplateResult | typeof nothing {
    const { findings } = this.publicity;
    if (findings.length === 0 || !this.publicity.isKnown(this.text)) return nothing;
    return html`<div role="alert">
      ${findings.map(({ excerpt, sentence }) => html`<p class="error">${gettext("Not in public: “{excerpt}”. {sentence}", { excerpt, sentence })}</p>`)}
    </div>`;
  }

  private drawWindow(facts: SquareFacts): TemplateResult | typeof nothing {
    const { window_until, templates } = facts;
    if (window_until === null) return nothing;
    if (!this.isLate(facts)) {
      return html`<p class="small">${gettext("A free answer is possible until {time}.", { time: writeTime(window_until) })}</p>`;
    }
    if (templates.length === 0) return html`<p class="danger">${gettext("The 24 hours are over, and no template is set: a free answer will be refused.")}</p>`;
    return html`<p class="danger">${gettext("The 24 hours are over: only a template leaves. Choose one, and fill in its blanks.")}</p>
      <div class="row" role="group" aria-label=${gettext("Templates")}>
        ${templates.map((template) => html`<button type="button" class="quiet" @click=${() => this.give(template)}>${template}</button>`)}
      </div>`;
  }

  private give(template: string): void {
    this.dispatchEvent(new CustomEvent<string>("insert", { detail: writeBlanks(template, (place) => gettext("value {place}", { place })) }));
  }

  private drawActions({ is_public }: SquareFacts): TemplateResult | typeof nothing {
    if (!is_public) return nothing;
    return html`<div class="row">
      <button type="button" ?disabled=${this.busy} @click=${() => void this.act(() => this.doors.moveToPrivate(this.contact))}>
        ${gettext("Continue in private")}
      </button>
      <details class="aside">
        <summary>${gettext("Do not answer…")}</summary>
        <div class="row" role="group" aria-label=${gettext("Why is it not answered?")}>
          ${REASONS.map(
            (reason) =>
              html`<button type="button" class="quiet" ?disabled=${this.busy} @click=${() => void this.act(() => this.doors.putAside(this.contact, reason))}>
                ${describeReason(reason)}
              </button>`,
          )}
        </div>
      </details>
    </div>`;
  }

  private async act(deed: () => Promise<unknown>): Promise<void> {
    [this.busy, this.trouble] = [true, ""];
    try {
      await deed();
      await this.look();
    } catch (error) {
      this.trouble = error instanceof Error && error.message !== "" ? error.message : gettext("That did not work. Try again.");
    } finally {
      this.busy = false;
    }
  }

  private writeLength({ most_text, url_length, network }: SquareFacts): string {
    const text = this.text.trim();
    const count = String(countCharacters(text, url_length));
    if (text === "") return gettext("Up to {most} characters.", { most: String(most_text) });
    if (Number(count) <= most_text) return gettext("{count} of {most} characters", { count, most: String(most_text) });
    return network === "mastodon"
      ? gettext("{count} characters: it leaves as several posts of {most}.", { count, most: String(most_text) })
      : gettext("{count} characters: too long, {most} at most. Say it in several messages.", { count, most: String(most_text) });
  }
}

const REASONS: readonly AsideReason[] = ["no-question", "spam", "insult", "elsewhere", "other"];

function describeReason(reason: AsideReason): string {
  switch (reason) {
    case "no-question":
      return gettext("It asks nothing");
    case "spam":
      return gettext("Advertising or fraud");
    case "insult":
      return gettext("Insults or threats");
    case "elsewhere":
      return gettext("It does not concern us");
    case "other":
      return gettext("Another reason");
  }
}

function nameNetwork(network: string): string {
  const names: Readonly<Record<string, string>> = { mastodon: "Mastodon", whatsapp: "WhatsApp", messenger: "Messenger" };
  return names[network] ?? gettext("Social network");
}

function writeTime(at: number): string {
  return new Date(at).toLocaleString(getLanguage(), { weekday: "long", hour: "numeric", minute: "2-digit" });
}

customElements.define("social-facts", SocialFactsBox);
