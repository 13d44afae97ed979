// Generated from guichet.screens.live.calls.words by web/generate_types.py. Do not edit.

export interface AnswerCall {
  readonly key: string;
  readonly sdp: string;
}

export interface ConsultSomebody {
  readonly key: string;
  readonly colleague?: number | null;
  readonly relay?: number | null;
  readonly number?: string;
  readonly at_once?: boolean;
}

export interface InviteToText {
  readonly key: string;
}

export interface OpenText {
  readonly key: string;
}

export interface OpenedText {
  readonly code: string;
  readonly address: string;
  readonly until: number;
  readonly number: string;
}

export interface PressKeys {
  readonly key: string;
  readonly keys: string;
}

export interface SeeCampaign {
  readonly key: string;
}

export interface SteerCall {
  readonly key: string;
}
