// Generated from guichet.screens.live.ways.words by web/generate_types.py. Do not edit.

export type Channel = "voice" | "callback" | "video" | "chat" | "visit" | "email" | "sms" | "social" | "letter" | "message";

export interface ChooseWay {
  readonly key: string;
  readonly channel: Channel;
  readonly address?: string;
}

export interface KnownAddress {
  readonly value: string;
  readonly shown: string;
  readonly is_verified: boolean;
}

export interface Ways {
  readonly current: Channel;
  readonly own: Channel;
  readonly mail: readonly KnownAddress[] | null;
  readonly sms: readonly KnownAddress[] | null;
}
