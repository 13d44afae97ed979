/** Messages of a conversation, as both sides see them. */

import type { Message } from "../words/live";
import type { Written } from "./outbox";

/** Add a numbered message in its place; one that is already there changes nothing. */
export function addMessage(messages: readonly Message[], added: Message): readonly Message[] {
  if (messages.some((message) => message.number === added.number)) return messages;
  return [...messages, added].sort((one, other) => one.number - other.number);
}

/** What was written and does not yet show among the numbered messages: the server's event may arrive before its answer to our POST. */
export function listPending(messages: readonly Message[], written: readonly Written[]): readonly Written[] {
  const shown = new Set(messages.map((message) => message.key));
  return written.filter((each) => !shown.has(each.key));
}

export function lastNumber(messages: readonly Message[]): number {
  return messages.at(-1)?.number ?? 0;
}
