/**
 * Who else it may be, by what they have in common alone: nothing of the other is shown before the agent has asked and said that they are
 * one person. What was said can be taken back.
 */

import { html, nothing, type TemplateResult } from "lit";
import { writeDate } from "../../shared/data/clock";
import { gettext } from "../../shared/data/text";
import type { Ground, InCommon, Judged, Proposal } from "../../shared/words/kept";

export interface Sayings {
  readonly isAsking: boolean;
  judge(proposal: Proposal, isSame: boolean): void;
  takeBack(judged: Judged): void;
}

export function drawProposals(proposals: readonly Proposal[], sayings: Sayings): TemplateResult | typeof nothing {
  if (proposals.length === 0) return nothing;
  return html`
    <h3>${gettext("Perhaps known already")}</h3>
    <p class="soft small">${gettext("Ask before you answer: numbers and addresses can be shared or borrowed.")}</p>
    <ul class="proposals">
      ${proposals.map((each) => html`<li>${drawProposal(each, sayings)}</li>`)}
    </ul>
  `;
}

function drawProposal(proposal: Proposal, { isAsking, judge }: Sayings): TemplateResult {
  const reasons = proposal.in_common.map(writeInCommon).join(" · ");
  return html`
    <p>
      <strong>${reasons}</strong><br />
      <span class="small doubt">${proposal.strength === "strong" ? gettext("Probably the same person") : gettext("Perhaps somebody else")}</span>
    </p>
    <div class="row">
      <button type="button" ?disabled=${isAsking} aria-label=${`${gettext("It is the same person")} (${reasons})`} @click=${() => judge(proposal, true)}>
        ${gettext("It is the same person")}
      </button>
      <button
        type="button"
        class="quiet"
        ?disabled=${isAsking}
        aria-label=${`${gettext("It is somebody else")} (${reasons})`}
        @click=${() => judge(proposal, false)}
      >
        ${gettext("It is somebody else")}
      </button>
    </div>
  `;
}

export function drawJudged(judged: readonly Judged[], sayings: Sayings): TemplateResult | typeof nothing {
  if (judged.length === 0) return nothing;
  return html`<ul class="proposals">
    ${judged.map((each) => html`<li>${drawSaid(each, sayings)}</li>`)}
  </ul>`;
}

function drawSaid(judged: Judged, { isAsking, takeBack }: Sayings): TemplateResult {
  const values = { name: judged.made_by, date: writeDate(judged.made_at), reasons: judged.grounds.map(nameGround).join(" · ") };
  const said = judged.is_same
    ? gettext("Said to be the same person by {name}, {date} ({reasons})", values)
    : gettext("Said to be somebody else by {name}, {date} ({reasons})", values);
  const undo = judged.is_same ? gettext("Separate") : gettext("Take back");
  return html`
    <p class="small">${said}</p>
    <button type="button" class="quiet" ?disabled=${isAsking} aria-label=${`${undo} – ${said}`} @click=${() => takeBack(judged)}>${undo}</button>
  `;
}

function writeInCommon({ ground, value, is_proved }: InCommon): string {
  if (ground === "telephone") return gettext("Same number: {value}", { value });
  if (ground === "case") return gettext("Same case: {value}", { value });
  if (ground === "network") return gettext("Same account: {value}", { value });
  return is_proved ? gettext("Same verified address: {value}", { value }) : gettext("Same address: {value}", { value });
}

function nameGround(ground: Ground): string {
  if (ground === "telephone") return gettext("Same number");
  if (ground === "case") return gettext("Same case");
  if (ground === "network") return gettext("Same account");
  return gettext("Same address");
}
