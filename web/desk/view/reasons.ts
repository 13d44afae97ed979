/** The options of a list of reasons, under the branches of their tree. */

import { html, type TemplateResult } from "lit";
import type { ReasonChoice } from "../../shared/words/desk";

export function drawReasons(reasons: readonly ReasonChoice[], chosen: number): TemplateResult[] {
  const groups = new Map<string, ReasonChoice[]>();
  for (const reason of reasons) groups.set(reason.group, [...(groups.get(reason.group) ?? []), reason]);
  return [...groups].map(
    ([group, members]) => html`
      <optgroup label=${group}>
        ${members.map((each) => html`<option value=${each.reason} ?selected=${each.reason === chosen}>${each.label}</option>`)}
      </optgroup>
    `,
  );
}
