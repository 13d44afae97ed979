/** Six figures, each with its aim, how it moves, what that means in words, its definition, and the list behind it. Event: `list`. */

import { html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { serverNow, writeLength } from "../../shared/data/clock";
import { gettext, ngettext } from "../../shared/data/text";
import { EverySecond, PageElement } from "../../shared/view/element";
import type { Board, Pace } from "../../shared/words/board";
import { doors } from "../data/calls";
import {
  ABANDONED_TARGET,
  findLongest,
  getBurden,
  getAbandonedShare,
  getAverageWait,
  getMove,
  getServiceLevel,
  listBacklog,
  SERVICE_LEVEL_TARGET,
  sumUp,
  type Burden,
  type Figure,
  type Sum,
} from "../data/figures";
import { getGrowth, type Seen } from "../data/past";
import { getDoing } from "../data/state";
import { nameLength, writeAge, writeShare, writeTime } from "./names";

type Mood = "good" | "warn" | "bad" | "none";

interface Headline {
  readonly figure: Figure | "agents";
  readonly name: string;
  readonly value: string | number;
  readonly unit?: string;
  readonly mood: Mood;
  readonly verdict: string;
  readonly aim: string;
  readonly move: string;
  readonly definition: string;
}

export class BoardHeadlines extends PageElement {
  @property({ attribute: false }) board!: Board;
  @property({ attribute: false }) past: readonly Seen[] = [];
  @property({ type: Boolean }) stale = false;
  @state() private paces: readonly Pace[] = [];

  constructor() {
    super();
    new EverySecond(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void doors.paces().then(
      (paces) => {
        this.paces = paces;
      },
      () => undefined, // without it the backlog is said in requests alone
    );
  }

  protected override render(): TemplateResult {
    return html`
      <ul class="headlines ${this.stale ? "stale" : ""}" aria-label=${gettext("Figures")}>
        ${listHeadlines(this.board, this.past, this.paces).map((headline) => this.drawHeadline(headline))}
      </ul>
    `;
  }

  private drawHeadline(headline: Headline): TemplateResult {
    const mood = this.stale ? "none" : headline.mood;
    return html`
      <li class="headline ${mood}">
        <h2>${headline.name}</h2>
        <p class="value number">${headline.value}${headline.unit === undefined ? nothing : html` <span class="unit">${headline.unit}</span>`}</p>
        <p class="verdict state ${mood}">${this.stale ? gettext("Not up to date") : headline.verdict}</p>
        <p class="soft small">${headline.aim}</p>
        <p class="soft small">${headline.move}</p>
        <div class="row between foot-row">
          <span class="soft small number">${writeAge(serverNow() - this.board.at)}</span>
          <span class="row">
            <button type="button" class="quiet small" @click=${() => this.open(headline.figure)}>
              ${gettext("List")}<span class="unseen">: ${headline.name}</span>
            </button>
            <details class="definition">
              <summary aria-label=${gettext("Definition: {name}", { name: headline.name })}><span aria-hidden="true">?</span></summary>
              <p class="small">${headline.definition}</p>
            </details>
          </span>
        </div>
      </li>
    `;
  }

  private open(figure: Figure | "agents"): void {
    this.dispatchEvent(new CustomEvent("list", { detail: { figure, queue: null, channel: null }, bubbles: true }));
  }
}

function listHeadlines(board: Board, past: readonly Seen[], paces: readonly Pace[]): readonly Headline[] {
  const sum = sumUp(board.rows);
  return [describeWaiting(board, past, sum), describeLongest(board, sum), describeLevel(board, sum), describeAbandoned(board, sum), describeBacklog(board, paces), describeAgents(board)];
}

function writeGrowth(growth: { count: number; since: number } | null): string {
  if (growth === null) return gettext("Nothing to compare with yet");
  const [count, time] = [growth.count, writeTime(growth.since)];
  if (count === 0) return gettext("→ as many as at {time}", { time });
  return count > 0 ? gettext("↗ {count} more than at {time}", { count, time }) : gettext("↘ {count} fewer than at {time}", { count: -count, time });
}

function describeWaiting({ at }: Board, past: readonly Seen[], { waiting, late }: Sum): Headline {
  return {
    figure: "waiting",
    name: gettext("Waiting"),
    value: waiting,
    mood: late > 0 ? "bad" : "good",
    verdict: late > 0 ? ngettext("{count} beyond its promise", "{count} beyond their promise", late) : gettext("All within the promise"),
    aim: gettext("Aim: nobody beyond the promise"),
    move: writeGrowth(getGrowth(past, { at, waiting })),
    definition: gettext("Contacts that nobody has answered yet, or that wait again after a transfer. Those that ring at an agent are counted."),
  };
}

function describeLongest(board: Board, { day, waiting }: Sum): Headline {
  const longest = findLongest(board);
  const wait = longest === null ? 0 : serverNow() - longest.since;
  const limit = longest?.commitmentMs ?? Infinity;
  const average = getAverageWait(day);
  return {
    figure: "late",
    name: gettext("Longest wait"),
    value: longest === null ? "–" : writeLength(wait),
    mood: wait > limit ? "bad" : wait > 0.8 * limit ? "warn" : "good",
    verdict: longest === null ? (waiting > 0 ? gettext("All within the promise") : gettext("Nobody waits")) : wait > limit ? gettext("Beyond the promise") : wait > 0.8 * limit ? gettext("Soon beyond the promise") : gettext("Within the promise"),
    aim: longest === null ? gettext("Aim: the promise of each queue") : gettext("Aim: {time}, promised by its queue", { time: nameLength(limit) }),
    move: average === null ? gettext("No answer yet today") : gettext("{time} on average today", { time: writeLength(average) }),
    definition: gettext("How long the one who has waited longest has waited, since he came. The list shows everybody beyond the promise."),
  };
}

function writeMove(board: Board, move: number | null): string {
  if (move === null) return gettext("Too few to compare");
  const time = writeTime(board.course.lately.since);
  if (move === 0) return gettext("→ as in the hour before {time}", { time });
  const count = Math.abs(move);
  return move > 0
    ? ngettext("↗ {count} point up since {time}", "↗ {count} points up since {time}", count).replace("{time}", time)
    : ngettext("↘ {count} point down since {time}", "↘ {count} points down since {time}", count).replace("{time}", time);
}

function describeLevel(board: Board, { day }: Sum): Headline {
  const level = getServiceLevel(day);
  const { lately, before } = board.course;
  return {
    figure: "answered-late",
    name: gettext("Answered in time"),
    value: writeShare(level),
    mood: level === null ? "none" : level >= SERVICE_LEVEL_TARGET ? "good" : level >= SERVICE_LEVEL_TARGET - 10 ? "warn" : "bad",
    verdict: level === null ? gettext("Nothing to judge yet") : level >= SERVICE_LEVEL_TARGET ? gettext("Promise kept") : gettext("Below the aim"),
    aim: gettext("Aim: {share} % at least", { share: SERVICE_LEVEL_TARGET }),
    move: writeMove(board, getMove(lately, before, getServiceLevel)),
    definition: gettext("Since midnight: of those answered or lost, the share answered within the promise of their queue. Who left within ten seconds is not counted. The list shows late answers."),
  };
}

function describeAbandoned(board: Board, { day }: Sum): Headline {
  const share = getAbandonedShare(day);
  const { lately, before } = board.course;
  const short = day.abandoned_short;
  return {
    figure: "abandoned",
    name: gettext("Left without an answer"),
    value: day.abandoned,
    unit: share === null ? "" : writeShare(share),
    mood: share === null ? "none" : share <= ABANDONED_TARGET ? "good" : "bad",
    verdict: share === null ? gettext("Nothing to judge yet") : share <= ABANDONED_TARGET ? gettext("Within the aim") : gettext("Above the aim"),
    aim: gettext("Aim: {share} % at most", { share: ABANDONED_TARGET }),
    move: short > 0 ? ngettext("{count} more left at once", "{count} more left at once", short) : writeMove(board, getMove(lately, before, getAbandonedShare)),
    definition: gettext("Since midnight: who left after ten seconds or more without an answer. Who left sooner is counted apart: he changed his mind."),
  };
}

/** Days are said in halves up to three, then whole. */
function writeBurden({ workMs, days }: Burden): string {
  const hours = Math.max(1, Math.round(workMs / 3_600_000));
  const work = ngettext("about {count} hour of work", "about {count} hours of work", hours);
  const said = days < 3 ? Math.max(0.5, Math.ceil(days * 2) / 2) : Math.ceil(days);
  const clear = ngettext("{count} day to clear", "{count} days to clear", said).replace(".", getDecimalMark());
  return `${work}, ${clear}`;
}

function getDecimalMark(): string {
  return (1.5).toLocaleString(document.documentElement.lang).charAt(1);
}

function describeBacklog(board: Board, paces: readonly Pace[]): Headline {
  const { waiting, late, soon, in_hand, day } = sumUp(listBacklog(board));
  const burden = getBurden(board, paces);
  return {
    figure: late === 0 && soon > 0 ? "soon" : "backlog",
    name: gettext("Written requests to treat"),
    value: waiting + in_hand,
    unit: burden === null ? "" : writeBurden(burden),
    mood: late > 0 ? "bad" : soon > 0 ? "warn" : "good",
    verdict:
      late > 0
        ? ngettext("{count} overdue", "{count} overdue", late)
        : soon > 0
          ? ngettext("{count} due within four hours", "{count} due within four hours", soon)
          : gettext("None overdue"),
    aim: gettext("Aim: none overdue"),
    move: `${ngettext("{count} came today", "{count} came today", day.arrived)}, ${ngettext("{count} closed", "{count} closed", day.closed)}`,
    definition: gettext("Messages left, e-mails, text messages, social networks and letters that are not closed, in the queues or in somebody’s hands. Hours and days are those of the last four weeks: how long one took, and how many were closed a day."),
  };
}

function describeAgents(board: Board): Headline {
  const doings = board.agents.map(getDoing);
  const count = (...wanted: readonly string[]): number => doings.filter((doing) => wanted.includes(doing)).length;
  const free = count("free");
  const here = board.agents.length - count("offline");
  return {
    figure: "agents",
    name: gettext("Agents free"),
    value: free,
    unit: ngettext("of {count} here", "of {count} here", here),
    mood: free > 0 ? "good" : here > 0 ? "warn" : "bad",
    verdict: free > 0 ? gettext("Somebody can answer") : here > 0 ? gettext("Everybody is busy") : gettext("Nobody is here"),
    aim: gettext("Aim: one free at least"),
    move: gettext("{busy} answering, {paused} on pause", { busy: count("busy", "wrapping-up"), paused: count("paused") }),
    definition: gettext("Agents who say that they are available and have nothing in hand, ringing or to finish."),
  };
}

customElements.define("board-headlines", BoardHeadlines);
