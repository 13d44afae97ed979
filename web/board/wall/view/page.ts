/** Figures to be read from across a room: four large ones, what agents do, then the queues that call for somebody. */

import { html, nothing, type TemplateResult } from "lit";
import { serverNow, writeLength } from "../../../shared/data/clock";
import { Follower } from "../../../shared/data/follow";
import { watchNetwork } from "../../../shared/data/page";
import { getLanguage, gettext, ngettext } from "../../../shared/data/text";
import { EverySecond, PageElement } from "../../../shared/view/element";
import type { Wall, WallAgents, WallQueue, WallShown } from "../../../shared/words/wall";
import { getServiceLevel, SERVICE_LEVEL_TARGET } from "../../data/figures";
import { nameDoing, nameLength, writeShare, writeTime } from "../../view/names";
import { doors } from "../data/calls";
import { chooseLines, isClosed, judgeWait, sumUp, type Mood } from "../data/wall";

/** Longer than the server is ever silent: then the figures are not to be trusted. */
const STALE_AFTER_MS = 12_000;
const HOUR_MS = 3_600_000;

interface Figure {
  readonly name: string;
  readonly value: string | number;
  readonly mood: Mood;
  readonly verdict: string;
}

export class WallDisplay extends PageElement {
  private heardAt = Date.now();
  private readonly follower = new Follower<Wall, WallShown>({
    fetch: doors.fetch,
    open: doors.open,
    apply: (_before, event) => event.wall,
    changed: (event) => {
      if (event !== undefined) this.heardAt = Date.now();
      this.requestUpdate();
    },
  });

  constructor() {
    super();
    new EverySecond(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    watchNetwork(
      () => this.follower.pause(),
      () => this.follower.hurry(),
    );
    void this.follower.start();
  }

  protected override render(): TemplateResult {
    const wall = this.follower.state;
    if (this.follower.link === "refused") return this.drawClosed();
    if (wall === null) return html`<h1>${gettext("Wall display")}</h1><p class="wall-sentence" role="status">${gettext("Opening the display…")}</p>`;
    const isStale = Date.now() - this.heardAt > STALE_AFTER_MS;
    return html`
      <div class="wall-page ${isStale ? "stale" : ""}">
        <div class="wall-head">
          <h1>${wall.name}</h1>
          <p>${wall.organisation_name}</p>
          <p class="wall-clock number">${this.drawAge(isStale)} <span>${writeTime(serverNow())}</span></p>
        </div>
        ${wall.queues.length === 0 ? html`<p class="wall-sentence">${gettext("This display shows no queue any more. Ask a supervisor for a new link.")}</p>` : drawFigures(wall, isStale)}
      </div>
    `;
  }

  private drawClosed(): TemplateResult {
    return html`
      <div class="wall-page">
        <div class="wall-head"><h1>${gettext("This display is closed")}</h1></div>
        <p class="wall-sentence" role="alert">${this.follower.refusal?.message}</p>
      </div>
    `;
  }

  /** How far the figures are to be trusted. */
  private drawAge(isStale: boolean): TemplateResult {
    if (isStale) return html`<span class="state warn" role="status">${gettext("Figures of {time} ago", { time: nameAge(Date.now() - this.heardAt) })}</span>`;
    if (this.follower.link === "connected") return html`<span class="state good">${gettext("Live")}</span>`;
    return html`<span class="state warn">${gettext("Reconnecting…")}</span>`;
  }
}

function nameAge(ms: number): string {
  return ms < 60_000 ? ngettext("{count} second", "{count} seconds", Math.floor(ms / 1_000)) : ms < HOUR_MS ? ngettext("{count} minute", "{count} minutes", Math.floor(ms / 60_000)) : nameLength(ms);
}

/** "4:05"; from an hour on the seconds say nothing. */
function writeWait(ms: number): string {
  return ms < HOUR_MS ? writeLength(ms) : nameLength(ms);
}

function drawFigures(wall: Wall, isStale: boolean): TemplateResult {
  return html`
    <ul class="wall-figures" aria-label=${gettext("Figures")}>
      ${listFigures(wall).map((figure) => drawFigure(isStale ? { ...figure, mood: "none", verdict: gettext("Not up to date") } : figure))}
    </ul>
    ${drawAgents(wall.agents)} ${wall.queues.length > 1 ? drawQueues(wall.queues) : nothing}
  `;
}

function drawFigure({ name, value, mood, verdict }: Figure): TemplateResult {
  return html`
    <li class="wall-figure ${mood}">
      <h2>${name}</h2>
      <p class="value number"><span>${value}</span></p>
      <p class="state ${mood}">${verdict}</p>
    </li>
  `;
}

function listFigures(wall: Wall): readonly Figure[] {
  return [describeWaiting(wall), describeLongest(wall), describeLevel(wall), describeAgents(wall)];
}

function describeWaiting(wall: Wall): Figure {
  const { waiting, late } = sumUp(wall.queues);
  const quiet = isClosed(wall) ? gettext("Closed now") : gettext("Nobody waits");
  return {
    name: gettext("Waiting"),
    value: waiting.toLocaleString(getLanguage()),
    mood: late > 0 ? "bad" : "good",
    verdict: late > 0 ? ngettext("{count} beyond its promise", "{count} beyond their promise", late) : waiting === 0 ? quiet : gettext("All within the promise"),
  };
}

function describeLongest(wall: Wall): Figure {
  const { longest, waiting } = sumUp(wall.queues);
  if (longest === null) return { name: gettext("Longest wait"), value: "–", mood: "good", verdict: waiting > 0 ? gettext("All within the promise") : gettext("Nobody waits") };
  const wait = serverNow() - longest.since;
  const mood = judgeWait(wait, longest.commitmentMs);
  const verdict = mood === "bad" ? gettext("Beyond the promise") : mood === "warn" ? gettext("Soon beyond the promise") : gettext("Within the promise");
  return { name: gettext("Longest wait"), value: writeWait(wait), mood, verdict };
}

function describeLevel(wall: Wall): Figure {
  const level = getServiceLevel(wall.day);
  const isKept = level !== null && level >= SERVICE_LEVEL_TARGET;
  return {
    name: gettext("Answered in time"),
    value: writeShare(level),
    mood: level === null ? "none" : isKept ? "good" : level >= SERVICE_LEVEL_TARGET - 10 ? "warn" : "bad",
    verdict: level === null ? gettext("Nothing to judge yet") : isKept ? gettext("Promise kept") : gettext("Below the aim"),
  };
}

function describeAgents({ agents, is_whole }: Wall): Figure {
  const here = agents.free + agents.busy + agents.wrapping_up + agents.paused;
  return {
    name: is_whole ? gettext("Agents free") : gettext("Agents free, all queues"),
    value: agents.free,
    mood: agents.free > 0 ? "good" : here > 0 ? "warn" : "bad",
    verdict: agents.free > 0 ? ngettext("of {count} here", "of {count} here", here) : here > 0 ? gettext("Everybody is busy") : gettext("Nobody is here"),
  };
}

function drawAgents(agents: WallAgents): TemplateResult {
  const counts = [
    [ngettext("agent free", "agents free", agents.free), agents.free],
    [nameDoing("busy"), agents.busy],
    [nameDoing("wrapping-up"), agents.wrapping_up],
    [nameDoing("paused"), agents.paused],
  ] as const;
  return html`
    <ul class="wall-agents" aria-label=${gettext("Agents")}>
      ${counts.map(([name, count]) => html`<li><strong class="number">${count}</strong> ${name}</li>`)}
    </ul>
  `;
}

function drawQueues(queues: readonly WallQueue[]): TemplateResult {
  const { shown, rest } = chooseLines(queues);
  const sum = sumUp(rest);
  return html`
    <table class="wall-queues">
      <caption class="unseen">${gettext("Queues")}</caption>
      <thead>
        <tr><th scope="col">${gettext("Queue")}</th><th scope="col">${gettext("Waiting")}</th><th scope="col">${gettext("Longest wait")}</th></tr>
      </thead>
      <tbody>
        ${shown.map(drawQueue)}
        ${rest.length === 0 ? nothing : html`<tr><th scope="row">${ngettext("{count} other queue", "{count} other queues", rest.length)}</th>${drawWaiting(sum.waiting, sum.late)}<td class="number">${sum.longest === null ? "–" : writeWait(serverNow() - sum.longest.since)}</td></tr>`}
      </tbody>
    </table>
  `;
}

function drawQueue(queue: WallQueue): TemplateResult {
  return html`
    <tr>
      <th scope="row">${queue.name}${queue.is_open ? nothing : html` <span class="wall-shut">${gettext("closed")}</span>`}</th>
      ${drawWaiting(queue.waiting, queue.late)}
      <td class="number">${queue.longest_since === null ? "–" : writeWait(serverNow() - queue.longest_since)}</td>
    </tr>
  `;
}

function drawWaiting(waiting: number, late: number): TemplateResult {
  return html`<td class="number">${waiting}${late === 0 ? nothing : html` <span class="state bad">${ngettext("{count} late", "{count} late", late)}</span>`}</td>`;
}

customElements.define("wall-display", WallDisplay);
