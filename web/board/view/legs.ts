/** Words of calls in progress: who is in them, how, and why nobody listens. */

import { gettext } from "../../shared/data/text";
import type { CallShown, LegShown } from "../../shared/words/board";
import type { Manner } from "../data/ongoing";

export function nameLeg({ side, name }: LegShown): string {
  if (name !== "") return name;
  return side === "citizen" ? gettext("Number withheld") : gettext("Somebody outside");
}

/** What he is in the call, and how he is in it. */
export function nameSide({ side, part, state, manner }: LegShown): string {
  if (side === "listener") return state === "ringing" ? gettext("is called to listen") : nameAttending(manner);
  if (state === "ringing") return gettext("rings");
  if (state === "held") return side === "citizen" ? gettext("hears music") : gettext("has put the caller on hold");
  if (part === "guest") return gettext("was asked in");
  return side === "citizen" ? gettext("caller") : gettext("speaks");
}

function nameAttending(manner: LegShown["manner"]): string {
  if (manner === "whisper") return gettext("whispers to the agent");
  return manner === "join" ? gettext("has joined the call") : gettext("listens");
}

export function nameManner(manner: Manner): string {
  switch (manner) {
    case "listen":
      return gettext("Listen");
    case "whisper":
      return gettext("Whisper");
    case "join":
      return gettext("Join the call");
  }
}

export function explainObstacle(obstacle: CallShown["obstacle"]): string {
  switch (obstacle) {
    case "nobody-speaks":
      return gettext("Nobody to listen to: no agent speaks.");
    case "without-citizen":
      return gettext("Not listened to: the citizen hears music.");
    case "no-campaign":
      return gettext("Not listened to: no campaign is on.");
    case "not-concerned":
      return gettext("Not listened to: no campaign concerns this agent.");
    case "agent-not-told":
      return gettext("Not listened to yet: the agent’s desk has not shown the campaign.");
    case "citizen-not-told":
      return gettext("Not listened to: the caller was not told.");
    case "not-named":
    case "own-call":
      return gettext("Not for you: the campaign does not name you, or this is your own call.");
  }
}

/** Empty while nobody has reported. */
export function saySounding(sounding: LegShown["sounding"]): string {
  switch (sounding) {
    case "good":
      return gettext("Sound: good");
    case "medium":
      return gettext("Sound: medium");
    case "bad":
      return gettext("Sound: bad");
    case "silent":
      return gettext("Sound: nothing arrives");
    case "":
      return "";
  }
}
