/** A conversation in which each sees the other write. */

import type { nothing, TemplateResult } from "lit";
import { DraftsHeard, DraftTeller } from "../../shared/data/real-time";
import { gettext } from "../../shared/data/text";
import { drawDraft } from "../../shared/view/draft";
import type { Event as ChatEvent } from "../../shared/words/chat";
import { CitizenChat } from "./page";

export class LiveChat extends CitizenChat {
  private readonly heard = new DraftsHeard("agent");
  private readonly teller = new DraftTeller((draft) => void this.doors.tellTyping(draft));

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener("input", ({ target }) => {
      if (target instanceof HTMLTextAreaElement) this.teller.take(target.value);
    });
    this.addEventListener("say", () => this.teller.stop(), { capture: true });
    this.addEventListener("heard", (event) => this.heard.follow((event as CustomEvent<ChatEvent>).detail, Date.now()));
  }

  protected override drawTyping(): TemplateResult | typeof nothing {
    return drawDraft(this.heard.read("", Date.now()), gettext("The agent is writing:"));
  }
}

customElements.define("live-chat", LiveChat);
