/** Where a script ends without a person: what it said stays, and below stand the ways on; the answers go along. */

import { gettext } from "../../shared/data/text";
import type { Told } from "../../shared/words/script";
import { make } from "./make";

export interface WaysOn {
  readonly home: string;
  readonly reason: number;
  /** Somebody calls back about it. */
  readonly isCalled: boolean;
  /** The form of this frame writes to somebody now, or leaves a message; null where neither can be done. */
  readonly write: "chat" | "message" | null;
  readonly writeOn: () => void;
  readonly again: () => void;
}

export function drawWaysOn(told: Told, ways: WaysOn): HTMLElement {
  const along = new URLSearchParams({ dialogue: told.token }).toString();
  const row = make("div", { className: "row" });
  if (ways.write !== null) {
    const label = ways.write === "chat" ? gettext("Write to an agent") : gettext("Leave a message");
    row.append(make("button", { type: "button", className: told.state === "settled" ? "" : "primary", onclick: ways.writeOn }, label));
  }
  if (ways.isCalled) {
    const address = `${ways.home}requests/${String(ways.reason)}/callback?${along}`;
    row.append(make("a", { className: "button", href: address, target: "_blank", rel: "noopener" }, gettext("Be called back by telephone")));
  }
  row.append(make("button", { type: "button", className: "quiet", onclick: ways.again }, gettext("Make another request")));
  const question = told.state === "settled" ? gettext("Is this not enough? Your answers go along.") : gettext("Your answers go along: you need not repeat them.");
  return make("div", { className: "answering script-over" }, make("p", {}, question), row);
}
