// Generated from guichet.channels.message.words by web/generate_types.py. Do not edit.

export interface FileLeft {
  readonly number: number;
  readonly at: number;
}

export interface CameFrom {
  readonly page: string;
  readonly step: string;
  readonly field: string;
  readonly article: string;
  readonly letter: string;
}

export interface LeaveMessage {
  readonly key: string;
  readonly organisation: string;
  readonly reason: number;
  readonly language: string;
  readonly text: string;
  readonly territory?: number | null;
  readonly name?: string | null;
  readonly email?: string | null;
  readonly number?: string | null;
  readonly script?: string | null;
  readonly came_from?: CameFrom | null;
}

export interface Left {
  readonly contact: string;
  readonly token: string;
  readonly address: string;
  readonly promised_at: number | null;
}
