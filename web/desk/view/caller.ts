/** What the network says of a call before anybody answers it: said as what it is, never as who calls. */

import { html, nothing, type TemplateResult } from "lit";
import { gettext, ngettext } from "../../shared/data/text";
import type { CallerFacts } from "../../shared/words/live";

export function drawCaller(caller: CallerFacts): TemplateResult {
  return html`
    <dl class="facts">
      <div>
        <dt>${gettext("Called from")}</dt>
        <dd class="number">${sayNumber(caller)}</dd>
      </div>
      <div>
        <dt>${gettext("Number dialled")}</dt>
        <dd><span class="number">${caller.dialled}</span> ${caller.line}</dd>
      </div>
    </dl>
    ${caller.shown === "" ? nothing : html`<p class="soft small">${gettext("Identity to be checked.")} ${sayEarlier(caller)}</p>`}
  `;
}

function sayNumber({ shown, relay }: CallerFacts): string {
  if (relay !== "") return gettext("The relay service {name}, for somebody who is deaf or hard of hearing", { name: relay });
  return shown === "" ? gettext("Number withheld") : shown;
}

export function sayEarlier({ earlier, is_all }: CallerFacts): string {
  if (earlier === 0) return gettext("No earlier contact from this number.");
  if (!is_all) return gettext("At least {count} earlier contacts from this number.", { count: earlier });
  return ngettext("{count} earlier contact from this number.", "{count} earlier contacts from this number.", earlier);
}
