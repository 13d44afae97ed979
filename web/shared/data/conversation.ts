/** Messages of a conversation, as both sides see them. */

import type { Message } from "../words/live";
import type { Written } from "./outbox";

/** Add a numbered message in its place; one that is already there changes nothing. */
export function addMessage(messages: readonly Message[], added: Message): readonly Message[] {
  if (messages.some((message) => message.number === added.number)) return messages;
  return [...messages, added].sort((one, other) => one.number - other.number);
}

/**
 * What was written and does not yet show among the numbered messages. The server's event may arrive before its answer to our POST:
 * a message of ours with the same text, numbered after the writing, is that one.
 */
export function listPending(messages: readonly Message[], written: readonly Written[], isMine: (message: Message) => boolean): readonly Written[] {
  const shown = messages.filter(isMine);
  return written.filter((each) => {
    const index = shown.findIndex((message) => message.number > each.after && message.text === each.text && message.kind === each.kind);
    if (index >= 0) shown.splice(index, 1);
    return index < 0;
  });
}

export function lastNumber(messages: readonly Message[]): number {
  return messages.at(-1)?.number ?? 0;
}
