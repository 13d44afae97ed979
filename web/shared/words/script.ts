// Generated from guichet.channels.chat.script_words by web/generate_types.py. Do not edit.

export interface BeginScript {
  readonly key: string;
  readonly organisation: string;
  readonly reason: number;
  readonly language: string;
  readonly earlier?: string | null;
}

export interface Button {
  readonly option: string;
  readonly label: string;
}

export interface Line {
  readonly part: string;
  readonly text: string;
  readonly article: string;
  readonly version: number | null;
  readonly address: string;
}

export interface TakeTurn {
  readonly key: string;
  readonly seen: number;
  readonly text?: string | null;
  readonly option?: string | null;
  readonly wants_person?: boolean;
}

export interface Told {
  readonly session: string;
  readonly token: string;
  readonly turn: number;
  readonly state: string;
  readonly is_taken: boolean;
  readonly language: string;
  readonly lines: readonly Line[];
  readonly buttons: readonly Button[];
  readonly goes_back: boolean;
  readonly contact: string | null;
  readonly contact_token: string | null;
}
