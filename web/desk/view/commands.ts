/** What a command does, and which ones fit now. */

import { findOwnLeg } from "../../channels/voice/data/party";
import type { Card } from "../../shared/words/live";
import { doors } from "../data/calls";
import { COMMANDS, type Command } from "../data/keys";
import { listRinging, listWork, type DeskState } from "../data/state";

/** What the page does for a command. */
export interface DeskActs {
  accept(card: Card): void;
  decline(card: Card): void;
  ask(asked: Promise<unknown>, contact?: string): void;
  choose(contact: string): void;
  writeNote(): void;
  showAnswers(): void;
  insertAnswer(): void;
  transfer(): void;
  mute(): void;
  showWaiting(): void;
  search(): void;
  showPerson(): void;
  showPalette(): void;
  showSheet(): void;
}

export function listFittingCommands(state: DeskState, current: Card | undefined): readonly Command[] {
  const [rings, talks] = [listRinging(state).length > 0, current !== undefined && current.state !== "wrapping_up"];
  const isHeld = talks && current?.asking === null;
  const fits: Partial<Record<Command, boolean>> = {
    accept: rings,
    decline: rings,
    next: listWork(state).length > 1,
    note: talks,
    answers: current !== undefined,
    insert: talks,
    transfer: isHeld,
    mute: talks && (current?.channel === "voice" || (current !== undefined && findOwnLeg(state.legs, current.contact) !== undefined)),
    end: isHeld,
    person: current !== undefined,
    palette: false,
  };
  return COMMANDS.filter((command) => fits[command] ?? true);
}

export function give(command: Command, state: DeskState, current: Card | undefined, acts: DeskActs): void {
  if (command === "palette") acts.showPalette();
  else if (listFittingCommands(state, current).includes(command)) carryOut(command, state, current, acts);
}

function carryOut(command: Command, state: DeskState, current: Card | undefined, acts: DeskActs): void {
  const [ringing] = listRinging(state);
  if (command === "accept" && ringing !== undefined) acts.accept(ringing);
  else if (command === "decline" && ringing !== undefined) acts.decline(ringing);
  else if (command === "next") acts.choose(findNext(state, current));
  else if (command === "note") acts.writeNote();
  else if (command === "answers") acts.showAnswers();
  else if (command === "insert") acts.insertAnswer();
  else if (command === "transfer") acts.transfer();
  else if (command === "mute") acts.mute();
  else if (command === "end" && current !== undefined) acts.ask(doors.end(current.contact));
  else if (command === "pull") acts.showWaiting();
  else if (command === "search") acts.search();
  else if (command === "person") acts.showPerson();
  else if (command === "presence") acts.ask(doors.changePresence({ presence: state.me.presence === "available" ? "offline" : "available" }));
  else if (command === "sheet") acts.showSheet();
}

/** The one after the current, round and round. */
function findNext(state: DeskState, current: Card | undefined): string {
  const work = listWork(state);
  const at = work.findIndex((card) => card.contact === current?.contact);
  return work[(at + 1) % work.length]?.contact ?? "";
}
