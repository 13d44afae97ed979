/** Where emergency numbers cannot be called from this desk, or not at any moment: a line that never goes away. */

import { html, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { gettext } from "../../../shared/data/text";
import { PageElement } from "../../../shared/view/element";
import type { DeskSetting } from "../../../shared/words/desk";

export class EmergencyLine extends PageElement {
  @property() from: DeskSetting["emergency"] = "";

  protected override render(): TemplateResult | typeof nothing {
    const words = sayEmergency(this.from);
    return words === "" ? nothing : html`<p class="emergency-line soft small">${words}</p>`;
  }
}

/** Empty where his telephone calls them like any other, and where nobody calls at all. */
export function sayEmergency(from: DeskSetting["emergency"]): string {
  switch (from) {
    case "none":
      return gettext("Emergency numbers cannot be called from here: use another telephone.");
    case "call":
      return gettext("Emergency numbers can be called from here during a call only, by “Consult a colleague”: otherwise use another telephone.");
    case "telephone":
    case "":
      return "";
  }
}

customElements.define("emergency-line", EmergencyLine);
