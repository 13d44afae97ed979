// Generated from guichet.screens.live.answers.words by web/generate_types.py. Do not edit.

export type Medium = "page" | "easy" | "chat" | "mail" | "sms" | "spoken" | "guide";

export interface ArticleChoice {
  readonly article: string;
  readonly version: number;
  readonly title: string;
  readonly passage: string;
  readonly text: string;
  readonly medium: Medium | null;
  readonly language: string;
  readonly advice: string;
  readonly checklist: readonly string[];
  readonly is_for_reason: boolean;
  readonly is_public: boolean;
  readonly is_outdated: boolean;
  readonly is_review_due: boolean;
}

export interface Articles {
  readonly articles: readonly ArticleChoice[];
}

export interface Cited {
  readonly article: string;
  readonly version: number;
  readonly title: string;
  readonly is_outdated: boolean;
}

export interface Drafted {
  readonly text: string;
  readonly cited: readonly Cited[];
}

export interface JudgeArticle {
  readonly article: string;
  readonly version: number;
  readonly has_helped: boolean;
}

export interface ReasonProposal {
  readonly reason: number;
  readonly label: string;
  readonly certainty: number;
}

export interface ReasonsProposed {
  readonly reasons: readonly ReasonProposal[];
}

export interface TellInserted {
  readonly search: string;
  readonly article: string;
}
