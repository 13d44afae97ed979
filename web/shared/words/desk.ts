// Generated from guichet.screens.desk.words by web/generate_types.py. Do not edit.

export interface AskingChoice {
  readonly value: string;
  readonly label: string;
  readonly days: number;
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

export interface Colleague {
  readonly agent: number;
  readonly name: string;
}

export interface CompanyNow {
  readonly free: readonly number[];
  readonly calls_for_help: boolean;
}

export interface ReasonChoice {
  readonly reason: number;
  readonly label: string;
  readonly group: string;
}

export interface RelayChoice {
  readonly relay: number;
  readonly name: string;
}

export interface DeskSetting {
  readonly agent: number;
  readonly agent_name: string;
  readonly organisation_name: string;
  readonly sees_all: boolean;
  readonly drafts: boolean;
  readonly telephone: "" | "browser" | "telephone";
  readonly emergency: "" | "call" | "none" | "telephone";
  readonly pauses: readonly Choice[];
  readonly outcomes: readonly Choice[];
  readonly askings: readonly AskingChoice[];
  readonly reasons: readonly ReasonChoice[];
  readonly colleagues: readonly Colleague[];
  readonly relays: readonly RelayChoice[];
}

export interface SnippetChoice {
  readonly snippet: number;
  readonly title: string;
  readonly text: string;
  readonly blanks: readonly string[];
  readonly reason: number | null;
  readonly is_mine: boolean;
}

export interface SnippetList {
  readonly snippets: readonly SnippetChoice[];
}

export type Channel = "voice" | "callback" | "video" | "chat" | "visit" | "email" | "sms" | "social" | "letter" | "message";

export interface WaitingNow {
  readonly contact: string;
  readonly channel: Channel;
  readonly queue_name: string;
  readonly reason_name: string;
  readonly language: string;
  readonly arrived_at: number;
  readonly waits_since: number;
  readonly waiting_for: string;
  readonly step: number;
}

export interface WaitingList {
  readonly contacts: readonly WaitingNow[];
}
