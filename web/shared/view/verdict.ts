/** "Did this answer help me?", under an answer. It is asked once: what was said is kept in this browser. */

import { html, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { shelf } from "../data/shelf";
import { gettext } from "../data/text";
import { PageElement } from "./element";

export class AnswerVerdict extends PageElement {
  /** Names the answer, in this browser. */
  @property() name = "";
  @property({ attribute: false }) tell!: (hasHelped: boolean) => Promise<unknown>;
  @state() private problem = "";
  @state() private said: string | null = null;

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("name")) this.said = shelf.getItem(this.place);
  }

  protected override render(): TemplateResult {
    if (this.said !== null) return html`<p class="verdict small" role="status">${this.thank()}</p>`;
    return html`<div class="verdict small" role="group" aria-label=${gettext("Did this answer help me?")}>
      <span>${gettext("Did this answer help me?")}</span>
      <button type="button" class="quiet small" @click=${() => void this.say(true)}>${gettext("Yes")}</button>
      <button type="button" class="quiet small" @click=${() => void this.say(false)}>${gettext("No")}</button>
      <span role="alert">${this.problem}</span>
    </div>`;
  }

  private get place(): string {
    return `guichet:verdict:${this.name}`;
  }

  private thank(): string {
    return this.said === "no" ? gettext("Thank you, it is noted. You can ask another question.") : gettext("Thank you, we are glad of it.");
  }

  private async say(hasHelped: boolean): Promise<void> {
    this.problem = "";
    try {
      await this.tell(hasHelped);
    } catch (error) {
      this.problem = error instanceof Error ? error.message : "";
      return;
    }
    this.said = hasHelped ? "yes" : "no";
    shelf.setItem(this.place, this.said);
  }
}

customElements.define("answer-verdict", AnswerVerdict);
