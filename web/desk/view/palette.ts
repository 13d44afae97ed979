/** Every command that can be given now, to be found by its words; its keys stand beside it. Event `command`: what was asked. */

import { html, type TemplateResult } from "lit";
import { property, query } from "lit/decorators.js";
import { gettext } from "../../shared/data/text";
import { PageElement } from "../../shared/view/element";
import type { Command, Keys } from "../data/keys";
import "./choice-list";
import type { ChoiceList } from "./choice-list";
import { nameCommand } from "./shortcuts";

export class CommandPalette extends PageElement {
  /** What fits now. */
  @property({ attribute: false }) commands: readonly Command[] = [];
  @property({ attribute: false }) keys: Keys | null = null;
  @query("choice-list") private readonly list!: ChoiceList;

  show(): void {
    this.list.show();
  }

  protected override render(): TemplateResult {
    const { keys } = this;
    const entries = this.commands.map((command) => ({ id: command, label: nameCommand(command), keys: keys?.on === true ? keys.of[command] : "" }));
    return html`<choice-list
      name="palette"
      .label=${gettext("All commands")}
      .empty=${gettext("No command has these words.")}
      .entries=${entries}
      @choose=${(event: CustomEvent<Command>) => this.dispatchEvent(new CustomEvent("command", { detail: event.detail }))}
    ></choice-list>`;
  }
}

customElements.define("command-palette", CommandPalette);
