/**
 * Every command that can be given now, and every pause, to be found by its words; its keys stand beside it. Events: `command`, and `pause`
 * (the code of its reason).
 */

import { html, type TemplateResult } from "lit";
import { property, query } from "lit/decorators.js";
import { gettext } from "../../shared/data/text";
import { PageElement } from "../../shared/view/element";
import type { Choice } from "../../shared/words/desk";
import type { Command, Keys } from "../data/keys";
import "./choice-list";
import type { ChoiceList } from "./choice-list";
import { nameCommand } from "./shortcuts";

const PAUSE = "pause-";

export class CommandPalette extends PageElement {
  /** What fits now. */
  @property({ attribute: false }) commands: readonly Command[] = [];
  /** The pauses that can be taken now. */
  @property({ attribute: false }) pauses: readonly Choice[] = [];
  @property({ attribute: false }) keys: Keys | null = null;
  @query("choice-list") private readonly list!: ChoiceList;

  show(): void {
    this.list.show();
  }

  protected override render(): TemplateResult {
    const { keys } = this;
    const commands = this.commands.map((command) => ({ id: command, label: nameCommand(command), keys: keys?.on === true ? keys.of[command] : "" }));
    const pauses = this.pauses.map(({ value, label }) => ({ id: `${PAUSE}${value}`, label: gettext("Take a pause: {reason}", { reason: label }) }));
    return html`<choice-list
      name="palette"
      .label=${gettext("All commands")}
      .empty=${gettext("No command has these words.")}
      .entries=${[...commands, ...pauses]}
      @choose=${(event: CustomEvent<string>) => this.tell(event.detail)}
    ></choice-list>`;
  }

  private tell(id: string): void {
    const event = id.startsWith(PAUSE) ? new CustomEvent("pause", { detail: id.slice(PAUSE.length) }) : new CustomEvent("command", { detail: id });
    this.dispatchEvent(event);
  }
}

customElements.define("command-palette", CommandPalette);
