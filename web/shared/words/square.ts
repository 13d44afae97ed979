// Generated from guichet.screens.live.square.words by web/generate_types.py. Do not edit.

export interface CheckPublic {
  readonly text: string;
}

export interface Finding {
  readonly excerpt: string;
  readonly sentence: string;
}

export interface Findings {
  readonly findings: readonly Finding[];
}

export interface MoveToPrivate {
  readonly key: string;
}

export type AsideReason = "no-question" | "spam" | "insult" | "elsewhere" | "other";

export interface PutAside {
  readonly key: string;
  readonly reason: AsideReason;
}

export interface SquareFacts {
  readonly network: string;
  readonly account: string;
  readonly handle: string;
  readonly is_public: boolean;
  readonly window_until: number | null;
  readonly most_text: number;
  readonly url_length: number;
  readonly templates: readonly string[];
}
