/**
 * The telephone of this page: it answers what rings for this agent, and knows what becomes of the sound of each call.
 *
 * Of several tabs the one that holds the call's lock has its sound. The lock ends with its page: a call that nobody holds, and that this
 * tab had, was lost by loading the page anew, and is asked for again.
 */

import type { Shelf } from "../../../shared/data/outbox";
import { Refusal } from "../../../shared/data/http";
import type { LegCard } from "../../../shared/words/live";
import { findTrouble, type Headset, type Trouble } from "./devices";
import type { CallDoors } from "./doors";
import { listInvitations } from "./party";
import type { Quality } from "./quality";

/**
 * `elsewhere`: another tab, or another computer, has the sound. `returning`: it was lost here, and is asked for again. `troubled`: there is
 * none to be had; the call goes back.
 */
export type Sound = "joining" | "joined" | "elsewhere" | "returning" | "troubled";

/** The part of `Joint` we need. */
export interface Jointed {
  answer(offer: string, headset: Headset): Promise<string>;
  readonly heard: MediaStream | null;
  readonly said: MediaStream | null;
  mute(muted: boolean): void;
  press(keys: string): boolean;
  look(): Promise<Quality | null>;
  change(headset: Headset): Promise<void>;
  close(): void;
}

interface Line {
  sound: Sound;
  trouble: Trouble | null;
  isMuted: boolean;
  quality: Quality | null;
  joint: Jointed | null;
  release: () => void;
}

export type ReadonlyLine = Readonly<Line>;

export interface Means {
  readonly doors: CallDoors;
  readonly locks: Pick<LockManager, "request"> | null;
  /** What outlives loading this tab anew. */
  readonly tab: Shelf;
  join(changed: (state: RTCPeerConnectionState) => void): Jointed;
  readHeadset(): Headset;
}

const PLACE = "guichet:call";

export class Softphone extends EventTarget {
  private readonly lines = new Map<string, Line>();
  private readonly accepted = new Set<string>();
  private troubled: Trouble | null = null;

  private legs: readonly LegCard[] = [];

  constructor(private readonly means: Means) {
    super();
  }

  /** The calls of this agent, as the server tells them. */
  follow(legs: readonly LegCard[]): void {
    const open = new Set(legs.map(({ leg }) => leg));
    for (const leg of this.lines.keys()) if (!open.has(leg)) this.drop(leg);
    for (const leg of this.accepted) if (!open.has(leg)) this.accepted.delete(leg);
    this.legs = legs;
    for (const card of legs) if (card.post === "browser" && this.mayMeet(card)) this.meet(card);
  }

  /** A colleague asked this agent in, and he says yes; what is his own is answered by itself, since he took it at the desk. */
  accept(leg: string): void {
    this.accepted.add(leg);
    this.follow(this.legs);
    this.tell();
  }

  /** Where a colleague asks this agent in and a browser of his is to ring: until one of them answers, or it is over. */
  listAsking(): readonly string[] {
    return listInvitations(this.legs)
      .filter(({ leg, post, state, offer }) => post === "browser" && state === "ringing" && offer !== "" && !this.accepted.has(leg))
      .map(({ leg }) => leg);
  }

  find(leg: string): ReadonlyLine | undefined {
    return this.lines.get(leg);
  }

  /** Why the last call could not be answered here; told once more when the agent asks what happened. */
  get lastTrouble(): Trouble | null {
    return this.troubled;
  }

  forgetTrouble(): void {
    this.troubled = null;
    this.tell();
  }

  /** Whether somebody would be cut off by leaving the page. */
  get isSpeaking(): boolean {
    return [...this.lines.values()].some(({ sound }) => sound === "joined" || sound === "joining");
  }

  mute(leg: string, muted: boolean): void {
    const line = this.lines.get(leg);
    if (line?.joint === null || line === undefined) return;
    line.joint.mute(muted);
    line.isMuted = muted;
    this.tell();
  }

  async press(leg: string, keys: string): Promise<void> {
    if (this.lines.get(leg)?.joint?.press(keys) !== true) await this.means.doors.press(leg, keys);
  }

  /** Take here the sound of a call that another tab or computer has. */
  async fetchHere(leg: string): Promise<void> {
    const line = this.lines.get(leg);
    if (line === undefined || line.sound === "joined") return;
    line.sound = "returning";
    this.tell();
    await this.ask(leg, this.means.doors.steer(leg, "rejoin"));
  }

  async look(): Promise<void> {
    for (const line of this.lines.values()) if (line.sound === "joined") line.quality = (await line.joint?.look()) ?? line.quality;
    this.tell();
  }

  async changeHeadset(headset: Headset): Promise<void> {
    for (const { joint, sound } of this.lines.values()) if (sound === "joined") await joint?.change(headset);
  }

  private mayMeet(card: LegCard): boolean {
    return card.part === "main" || card.state !== "ringing" || this.accepted.has(card.leg);
  }

  private meet(card: LegCard): void {
    const known = this.lines.get(card.leg);
    if (known !== undefined) return;
    const line: Line = { sound: "joining", trouble: null, isMuted: false, quality: null, joint: null, release: () => undefined };
    this.lines.set(card.leg, line);
    void this.hold(card, line);
  }

  /** Become the tab that has the sound of this call, unless another one is. */
  private async hold(card: LegCard, line: Line): Promise<void> {
    const rings = card.state === "ringing" && card.offer !== "";
    const held = await this.lock(card.leg, line);
    if (!this.isOpen(card.leg, line)) line.release();
    else if (!held) this.change(line, "elsewhere");
    else if (rings) await this.answer(card, line);
    else this.findLost(card, line);
  }

  private lock(leg: string, line: Line): Promise<boolean> {
    const { locks } = this.means;
    if (locks === null) return Promise.resolve(true);
    return new Promise((resolve) => {
      const hold = (lock: Lock | null): Promise<void> | undefined => {
        resolve(lock !== null);
        if (lock === null) return undefined;
        return new Promise((release) => (line.release = release));
      };
      locks.request(`guichet:call:${leg}`, { ifAvailable: true }, hold).catch(() => resolve(true));
    });
  }

  private async answer(card: LegCard, line: Line): Promise<void> {
    const joint = this.means.join((state) => this.hear(card.leg, line, state));
    line.joint = joint;
    try {
      const sdp = await joint.answer(card.offer, this.means.readHeadset());
      if (!this.isOpen(card.leg, line)) return;
      this.means.tab.setItem(PLACE, card.leg);
      await this.means.doors.answer(card.leg, sdp);
      this.troubled = null;
    } catch (error) {
      await this.fail(card.leg, line, error);
    }
  }

  /** Answered on another computer meanwhile, or there is no sound to be had here: then the caller goes to somebody who hears him. */
  private async fail(leg: string, line: Line, error: unknown): Promise<void> {
    line.joint?.close();
    line.joint = null;
    if (!this.isOpen(leg, line)) return;
    if (error instanceof Refusal) {
      line.release();
      this.change(line, "elsewhere");
      return;
    }
    line.trouble = this.troubled = findTrouble(error);
    this.change(line, "troubled");
    await this.ask(leg, this.means.doors.steer(leg, "give-back"));
  }

  /** Nobody in this browser has its sound: this tab had, or another computer does. */
  private findLost(card: LegCard, line: Line): void {
    if (card.state !== "ringing" && this.means.tab.getItem(PLACE) === card.leg) {
      void this.fetchHere(card.leg);
      return;
    }
    line.release();
    this.change(line, "elsewhere");
  }

  private hear(leg: string, line: Line, state: RTCPeerConnectionState): void {
    if (!this.isOpen(leg, line)) return;
    if (state === "connected") this.change(line, "joined");
    else if (state === "failed" && line.sound !== "returning") void this.fetchHereAfterLoss(leg, line);
  }

  /** The network changed under the call. */
  private async fetchHereAfterLoss(leg: string, line: Line): Promise<void> {
    line.joint?.close();
    line.joint = null;
    line.sound = "joining";
    await this.fetchHere(leg);
  }

  private drop(leg: string): void {
    const line = this.lines.get(leg);
    this.lines.delete(leg);
    line?.joint?.close();
    line?.release();
    this.tell();
  }

  private isOpen(leg: string, line: Line): boolean {
    return this.lines.get(leg) === line;
  }

  private change(line: Line, sound: Sound): void {
    line.sound = sound;
    this.tell();
  }

  /** What was asked no longer fits when the call is over, and the server tells that itself. */
  private async ask(leg: string, asked: Promise<unknown>): Promise<void> {
    try {
      await asked;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const line = this.lines.get(leg);
      if (line?.sound === "returning") this.change(line, "elsewhere");
    }
  }

  private tell(): void {
    this.dispatchEvent(new Event("changed"));
  }
}
