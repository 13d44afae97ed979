// Generated from guichet.channels.chat.words by web/generate_types.py. Do not edit.

export type Progress = "waiting" | "answered" | "ended" | "left" | "turned-away";

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

export interface Conversation {
  readonly contact: string;
  readonly state: Progress;
  readonly reason: string | null;
  readonly arrived_at: number;
  readonly messages: readonly Message[];
  readonly cursor: string;
}

export interface EndContact {
  readonly key: string;
}

export interface FileSent {
  readonly number: number;
  readonly at: number;
  readonly attachment: Attachment;
}

export interface JudgeAnswer {
  readonly number: number;
  readonly has_helped: boolean;
}

export interface MarkRead {
  readonly number: number;
}

export interface MessageAdded {
  readonly type: "MessageAdded";
  readonly message: Message;
}

export interface MessagesRead {
  readonly type: "MessagesRead";
  readonly author: Author;
  readonly number: number;
}

export interface CameFrom {
  readonly page: string;
  readonly step: string;
  readonly field: string;
  readonly article: string;
  readonly letter: string;
}

export interface OpenContact {
  readonly key: string;
  readonly organisation: string;
  readonly reason: number;
  readonly language: string;
  readonly text: string;
  readonly territory?: number | null;
  readonly name?: string | null;
  readonly keeps_pass?: boolean;
  readonly script?: string | null;
  readonly came_from?: CameFrom | null;
}

export interface Opened {
  readonly contact: string;
  readonly number: number;
  readonly token: string | null;
}

export interface Reset {
  readonly type: "Reset";
}

export interface SendMessage {
  readonly key: string;
  readonly text: string;
}

export interface SendTranscript {
  readonly key: string;
  readonly address: string;
}

export interface Sent {
  readonly number: number;
  readonly at: number;
}

export interface SomebodyTypes {
  readonly type: "SomebodyTypes";
  readonly author: Author;
  readonly draft: string | null;
}

export interface StateChanged {
  readonly type: "StateChanged";
  readonly state: Progress;
  readonly reason: string | null;
}

export interface TypeSomething {
  readonly draft?: string | null;
}

export interface Wait {
  readonly position: number;
  readonly from_minutes: number | null;
  readonly to_minutes: number | null;
}

export interface Waiting {
  readonly wait: Wait | null;
}

export type Event = StateChanged | MessageAdded | SomebodyTypes | MessagesRead | Reset;
