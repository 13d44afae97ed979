/** What whoever left a message sees from then on: until when it is answered, and the link that shows the answer. */

import { getLanguage, gettext } from "../../shared/data/text";
import type { Kept } from "../data/kept";
import { make } from "./make";

type Left = NonNullable<Kept["left"]>;

/** `refused`: what became of files that were not kept, a sentence for each. */
export function drawLeft(left: Left, refused: readonly string[], again: () => void): HTMLElement {
  const address = new URL(left.address, location.href).href;
  const notice = make("div", { className: "notice" }, make("p", {}, make("strong", {}, gettext("Your message has been received.")), ` ${describePromise(left.promised_at)}`));
  notice.setAttribute("role", "status");
  notice.append(...refused.map((sentence) => make("p", { className: "error" }, sentence)));
  const label = make("label", { htmlFor: "left-link" }, gettext("Keep this link: the answer will be here"));
  const field = make("div", { className: "field" }, label, make("input", { id: "left-link", readOnly: true, value: address }));
  const open = make("a", { className: "button primary", href: address, target: "_blank", rel: "noopener" }, gettext("Read my message and the answer"));
  const button = make("button", { type: "button", onclick: again }, gettext("Make another request"));
  return make("div", {}, notice, field, make("div", { className: "row" }, open, button));
}

function describePromise(at: number | null): string {
  if (at === null) return gettext("An agent answers you as soon as the service is open.");
  const day = new Date(at).toLocaleDateString(getLanguage(), { weekday: "long", day: "numeric", month: "long" });
  return gettext("An agent answers you on {day} at the latest.", { day });
}
