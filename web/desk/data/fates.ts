/** What becomes of lines that do not reach their citizen as they are said. */

import type { Channel, OutgoingState } from "../../shared/words/live";

/** By the number of a line. */
export type Fates = ReadonlyMap<number, OutgoingState>;

/** Whether what is said there leaves later, by mail, by post or by an account outside: saying it is not sending it. */
export function leavesLater(channel: Channel): boolean {
  switch (channel) {
    case "email":
    case "letter":
    case "sms":
    case "social":
      return true;
    case "callback":
    case "chat":
    case "message":
    case "video":
    case "visit":
    case "voice":
      return false;
  }
}
