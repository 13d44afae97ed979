/** The listening campaigns that concern this agent: in sight as long as they last, so that nobody is listened to without knowing. */

import { html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { serverNow, writeMoment } from "../../../shared/data/clock";
import { Refusal } from "../../../shared/data/http";
import { gettext } from "../../../shared/data/text";
import { EverySecond, PageElement } from "../../../shared/view/element";
import type { CampaignCard } from "../../../shared/words/live";
import { callDoors } from "../data/doors";

export class ListeningCampaigns extends PageElement {
  @property({ attribute: false }) campaigns: readonly CampaignCard[] = [];
  @state() private problem = "";
  private readonly told = new Set<string>();
  private readonly tell = (): void => void this.tellSeen();

  constructor() {
    super();
    new EverySecond(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("visibilitychange", this.tell);
  }

  override disconnectedCallback(): void {
    document.removeEventListener("visibilitychange", this.tell);
    super.disconnectedCallback();
  }

  protected override updated(): void {
    this.tell();
  }

  protected override render(): TemplateResult {
    const shown = this.campaigns.filter((each) => each.ends_at > serverNow());
    return html`<section class="listening-campaigns" role="status" aria-label=${gettext("Listening campaigns")}>
      ${shown.map((each) => drawCampaign(each))} ${this.problem === "" ? nothing : html`<p class="notice bad">${this.problem}</p>`}
    </section>`;
  }

  /** The server learns that this desk has shown it: before, nothing is listened to. Only a page that is in sight counts. */
  private async tellSeen(): Promise<void> {
    if (document.hidden) return;
    for (const { campaign, is_seen: isSeen } of this.campaigns) {
      if (isSeen || this.told.has(campaign)) continue;
      this.told.add(campaign);
      try {
        await callDoors.see(campaign);
      } catch (error) {
        this.told.delete(campaign);
        if (!(error instanceof Refusal)) this.problem = error instanceof Error ? error.message : "";
      }
    }
  }
}

function drawCampaign({ purpose, aim, begins_at: begins, ends_at: ends, listeners }: CampaignCard): TemplateResult {
  const until = writeMoment(ends);
  return html`<div class="notice warn">
    <p>
      <strong>${begins <= serverNow() ? gettext("Your calls may be listened to until {until}.", { until }) : gettext("Your calls may be listened to from {since} until {until}.", { since: writeMoment(begins), until })}</strong>
      ${gettext("Purpose: {purpose}.", { purpose: namePurpose(purpose) })} ${aim}<br />
      <span class="small">${gettext("May listen: {names}. Whoever does is named with the call while it lasts.", { names: listeners.join(", ") })}</span>
    </p>
  </div>`;
}

export function namePurpose(purpose: CampaignCard["purpose"]): string {
  switch (purpose) {
    case "training":
      return gettext("training of agents");
    case "quality":
      return gettext("quality of answers");
    case "complaint":
      return gettext("understanding complaints");
  }
}

customElements.define("listening-campaigns", ListeningCampaigns);
