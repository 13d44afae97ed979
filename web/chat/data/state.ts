/** The conversation as the citizen's page knows it. `apply` is pure: all events applied to an old state give the new one. */

import { addMessage } from "../../shared/data/conversation";
import type { Conversation, Event as ChatEvent } from "../../shared/words/chat";

export interface ChatState extends Conversation {
  /** The agent has seen everything up to this number. */
  readonly read: number;
}

export function begin(conversation: Conversation): ChatState {
  return { ...conversation, read: 0 };
}

export function apply(state: ChatState, event: ChatEvent): ChatState {
  switch (event.type) {
    case "StateChanged":
      return { ...state, state: event.state, reason: event.reason };
    case "MessageAdded":
      return { ...state, messages: addMessage(state.messages, event.message) };
    case "MessagesRead":
      return event.author === "agent" ? { ...state, read: Math.max(state.read, event.number) } : state;
    case "SomebodyTypes":
    case "Reset":
      return state;
  }
}

/** Whether something can still be said. */
export function isOpen(state: ChatState): boolean {
  return state.state === "waiting" || state.state === "answered";
}
