// Generated from guichet.screens.live.kept.words by web/generate_types.py. Do not edit.

export type DraftKind = "message" | "note" | "wrap-up" | "answer" | "ticks";

export interface Draft {
  readonly contact: string;
  readonly kind: DraftKind;
  readonly screen: string;
  readonly text: string;
  readonly at: number;
}

export interface Drafts {
  readonly drafts: readonly Draft[];
}

export type Channel = "voice" | "callback" | "video" | "chat" | "visit" | "email" | "sms" | "social" | "letter" | "message";

export type ContactState = "waiting" | "offered" | "assigned" | "interrupted" | "asked" | "wrapping_up" | "merged" | "closed" | "withdrawn" | "turned_away";

export interface Piece {
  readonly text: string;
  readonly is_hit: boolean;
}

export interface Found {
  readonly contact: string;
  readonly channel: Channel;
  readonly state: ContactState;
  readonly citizen_name: string;
  readonly reason_name: string;
  readonly agent_name: string;
  readonly arrived_at: number;
  readonly closed_at: number | null;
  readonly excerpt: readonly Piece[];
}

export interface JudgePerson {
  readonly citizen: number;
  readonly is_same: boolean;
}

export type Ground = "telephone" | "email" | "post" | "network" | "case";

export interface Judged {
  readonly id: number;
  readonly is_same: boolean;
  readonly grounds: readonly Ground[];
  readonly made_by: string;
  readonly made_at: number;
}

export interface KeepDraft {
  readonly kind: DraftKind;
  readonly screen: string;
  readonly text: string;
  readonly replaces?: readonly string[];
}

export type Author = "citizen" | "agent" | "system";

export type MessageKind = "message" | "note" | "file";

export interface Attachment {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
}

export interface GivenAnswer {
  readonly article: string;
  readonly version: number;
  readonly is_reworded: boolean;
}

export interface Message {
  readonly number: number;
  readonly author: Author;
  readonly kind: MessageKind;
  readonly text: string;
  readonly at: number;
  readonly agent: number | null;
  readonly key: string | null;
  readonly attachment: Attachment | null;
  readonly answer: GivenAnswer | null;
}

export interface RecordingFacts {
  readonly recording: string;
  readonly seconds: number;
  readonly at: number;
}

export interface Past {
  readonly contact: string;
  readonly channel: Channel;
  readonly state: ContactState;
  readonly reason_name: string;
  readonly queue_name: string;
  readonly citizen_name: string;
  readonly language: string;
  readonly agent_name: string;
  readonly owner_name: string;
  readonly arrived_at: number;
  readonly closed_at: number | null;
  readonly outcome_name: string;
  readonly note: string;
  readonly messages: readonly Message[];
  readonly recordings: readonly RecordingFacts[];
}

export interface Address {
  readonly kind: string;
  readonly value: string;
  readonly is_verified: boolean;
}

export interface PastContact {
  readonly contact: string;
  readonly channel: Channel;
  readonly state: ContactState;
  readonly reason_name: string;
  readonly agent_name: string;
  readonly outcome_name: string;
  readonly arrived_at: number;
  readonly closed_at: number | null;
}

export interface Timeline {
  readonly past: readonly PastContact[];
  readonly following: string;
}

export type Strength = "strong" | "weak";

export interface InCommon {
  readonly ground: Ground;
  readonly value: string;
  readonly is_proved: boolean;
}

export interface Proposal {
  readonly citizen: number;
  readonly strength: Strength;
  readonly in_common: readonly InCommon[];
}

export interface Person {
  readonly is_known: boolean;
  readonly addresses: readonly Address[];
  readonly timeline: Timeline;
  readonly proposals: readonly Proposal[];
  readonly judged: readonly Judged[];
}

export interface SearchAnswer {
  readonly found: readonly Found[];
  readonly is_everything: boolean;
}

export interface TakeBack {
  readonly judgement: number;
}
