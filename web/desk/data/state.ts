/** The agent's work as his page knows it. `apply` is pure: all events applied to an old state give the new one. */

import { addMessage } from "../../shared/data/conversation";
import type { Card, DeskEvent, Joined, MessageAdded, Refused, State } from "../../shared/words/live";
import { orderWork } from "./work";

export interface DeskState extends State {
  /** Per contact: the citizen has seen everything up to this number. */
  readonly read: Readonly<Record<string, number>>;
  /** The last thing that was asked and no longer fitted. */
  readonly refused: Refused | null;
}

type Around = Extract<DeskEvent, { type: "PresenceSet" | "Refused" | "NoticesSet" | "LegsSet" | "CampaignsSet" }>;

export function begin(state: State): DeskState {
  return { ...state, read: {}, refused: null };
}

function putCard(state: DeskState, card: Card): DeskState {
  const others = state.contacts.filter((each) => each.contact !== card.contact);
  return { ...state, contacts: [...others, card].sort((one, other) => one.arrived_at - other.arrived_at) };
}

function dropCard(state: DeskState, contact: string): DeskState {
  return { ...state, contacts: state.contacts.filter((card) => card.contact !== contact) };
}

function changeCard(state: DeskState, contact: string, change: (card: Card) => Card): DeskState {
  return { ...state, contacts: state.contacts.map((card) => (card.contact === contact ? change(card) : card)) };
}

/** A message of a contact, or of one that goes on in it. */
function hear(card: Card, { contact, message }: MessageAdded): Card {
  const add = <Said extends Card | Joined>(said: Said): Said =>
    said.contact === contact ? { ...said, messages: addMessage(said.messages, message) } : said;
  return card.joined.some((each) => each.contact === contact) ? { ...card, joined: card.joined.map(add) } : add(card);
}

export function apply(state: DeskState, event: DeskEvent): DeskState {
  switch (event.type) {
    case "ContactOffered":
    case "ContactAssigned":
    case "ContactRechannelled":
    case "ContactsJoined":
    case "MessagesTakenOut":
    case "AskingChanged":
      return putCard(state, event.card);
    case "OfferEnded":
      return getCard(state, event.contact)?.state === "offered" ? dropCard(state, event.contact) : state;
    case "ContactReleased":
    case "ContactClosed":
      return dropCard(state, event.contact);
    case "ContactInterrupted":
      return changeCard(state, event.contact, (card) => ({ ...card, state: "interrupted" }));
    case "ContactResumed":
      return changeCard(state, event.contact, (card) => ({ ...card, state: "assigned" }));
    case "WrapUpStarted":
      return changeCard(state, event.contact, (card) => ({ ...card, state: "wrapping_up", wrap_up_until: event.until }));
    case "MessageAdded":
      return { ...state, contacts: state.contacts.map((card) => hear(card, event)) };
    case "MessagesRead":
      return event.author === "citizen" ? { ...state, read: { ...state.read, [event.contact]: event.number } } : state;
    case "LanguageFound":
      return changeCard(state, event.contact, (card) => ({ ...card, written_in: event.written_in }));
    case "TextOpened":
      return changeCard(state, event.contact, (card) => ({ ...card, text: card.text ?? "beside" }));
    case "SomebodyTypes":
    case "SomebodyLooks":
    case "Reset":
      return state;
    case "CampaignsSet":
    case "LegsSet":
    case "NoticesSet":
    case "PresenceSet":
    case "Refused":
      return applyAround(state, event);
  }
}

/** What is told of no contact. */
function applyAround(state: DeskState, event: Around): DeskState {
  switch (event.type) {
    case "PresenceSet":
      return { ...state, me: { ...state.me, presence: event.presence, presence_reason: event.reason, since: event.since } };
    case "Refused":
      return { ...state, refused: event };
    case "NoticesSet":
      return { ...state, notices: event.notices };
    case "LegsSet":
      return { ...state, legs: event.legs };
    case "CampaignsSet":
      return { ...state, campaigns: event.campaigns };
  }
}

export function getCard(state: DeskState, contact: string): Card | undefined {
  return state.contacts.find((card) => card.contact === contact);
}

/** Contacts that ring, the first to expire first. */
export function listRinging(state: DeskState): readonly Card[] {
  return state.contacts
    .filter((card) => card.state === "offered")
    .sort((one, other) => (one.offered_until ?? 0) - (other.offered_until ?? 0));
}

/** Contacts in hand: who waits longest for an answer first. */
export function listWork(state: DeskState): readonly Card[] {
  return orderWork(state.contacts.filter((card) => card.state !== "offered"));
}

/** Messages of the citizen that the agent has not looked at. */
export function countUnseen(card: Card, seen: number): number {
  return card.messages.filter((message) => message.author === "citizen" && message.number > seen).length;
}
