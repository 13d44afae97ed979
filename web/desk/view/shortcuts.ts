/** The desk's shortcuts: heard anywhere on the page, shown on a sheet, changed there, or switched off. Event `command`: what was asked. */

import { html, nothing, type TemplateResult } from "lit";
import { query, state } from "lit/decorators.js";
import { shelf } from "../../shared/data/shelf";
import { gettext } from "../../shared/data/text";
import { PageElement } from "../../shared/view/element";
import { COMMANDS, FIRST_KEYS, changeKeys, findCommand, isUsable, keepKeys, nameKeys, readKeys, type Command, type Keys } from "../data/keys";

export function nameCommand(command: Command): string {
  switch (command) {
    case "accept":
      return gettext("Answer what rings");
    case "decline":
      return gettext("Decline what rings");
    case "next":
      return gettext("Next conversation");
    case "note":
      return gettext("Write an internal note");
    case "answers":
      return gettext("Go to the answers");
    case "insert":
      return gettext("Insert the best answer");
    case "mute":
      return gettext("Switch my microphone off, or on again");
    case "transfer":
      return gettext("Transfer the conversation");
    case "end":
      return gettext("End the conversation");
    case "pull":
      return gettext("Take a waiting contact");
    case "search":
      return gettext("Search contacts");
    case "person":
      return gettext("Go to the person and the history");
    case "presence":
      return gettext("Become available, or go offline");
    case "palette":
      return gettext("All commands");
    case "sheet":
      return gettext("Keyboard shortcuts");
  }
}

export class DeskShortcuts extends PageElement {
  @state() keys: Keys = readKeys(shelf);
  /** The command whose new keys are awaited. */
  @state() private changing: Command | null = null;
  @state() private problem = "";
  @query("dialog") private readonly dialog!: HTMLDialogElement;
  private readonly hear = (event: KeyboardEvent): void => this.press(event);

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("keydown", this.hear);
  }

  override disconnectedCallback(): void {
    removeEventListener("keydown", this.hear);
    super.disconnectedCallback();
  }

  show(): void {
    this.changing = null;
    this.problem = "";
    if (!this.dialog.open) this.dialog.showModal();
  }

  protected override render(): TemplateResult {
    return html`
      <dialog class="wide" aria-labelledby="shortcuts-title">
        <div class="row between">
          <h2 id="shortcuts-title">${gettext("Keyboard shortcuts")}</h2>
          <form method="dialog"><button class="quiet">${gettext("Close")}</button></form>
        </div>
        <label class="choice"><input type="checkbox" .checked=${this.keys.on} @change=${this.turn} /> ${gettext("Use keyboard shortcuts")}</label>
        <p role="status" class="soft">${this.changing === null ? nothing : gettext("Press the new keys… Escape keeps the old ones.")}</p>
        ${this.problem === "" ? nothing : html`<p class="error" role="alert">${this.problem}</p>`}
        <table>
          <thead>
            <tr><th scope="col">${gettext("Command")}</th><th scope="col">${gettext("Keys")}</th><td></td></tr>
          </thead>
          <tbody>${COMMANDS.map((command) => this.drawRow(command))}</tbody>
        </table>
        <p><button type="button" @click=${() => this.set({ ...FIRST_KEYS, on: this.keys.on })}>${gettext("As they were at first")}</button></p>
      </dialog>
    `;
  }

  private drawRow(command: Command): TemplateResult {
    const name = nameCommand(command);
    const change = (): void => {
      this.problem = "";
      this.changing = command;
    };
    return html`<tr>
      <th scope="row">${name}</th>
      <td><kbd>${this.changing === command ? "…" : this.keys.of[command]}</kbd></td>
      <td>
        <button type="button" class="quiet" aria-label=${gettext("Change the keys of: {command}", { command: name })} @click=${change}>
          ${gettext("Change")}
        </button>
      </td>
    </tr>`;
  }

  private turn(event: Event): void {
    this.set({ ...this.keys, on: (event.target as HTMLInputElement).checked });
  }

  private set(keys: Keys): void {
    this.problem = "";
    this.keys = keys;
    keepKeys(shelf, keys);
  }

  private press(event: KeyboardEvent): void {
    const named = nameKeys(event);
    if (this.changing !== null) {
      this.learn(event, named);
      return;
    }
    const types = event.target instanceof Element && event.target.closest("input, textarea, select") !== null;
    const command = findCommand(this.keys, named, types);
    if (command === undefined || document.querySelector("dialog[open]") !== null) return;
    event.preventDefault();
    this.dispatchEvent(new CustomEvent("command", { detail: command }));
  }

  private learn(event: KeyboardEvent, named: string): void {
    if (named === "" || this.changing === null || named === "Tab") return;
    event.preventDefault();
    const [command, isGivenUp] = [this.changing, named === "Escape"];
    this.changing = null;
    if (isGivenUp) return;
    const changed = changeKeys(this.keys, command, named);
    if (!isUsable(named)) this.problem = gettext("Use Ctrl, Alt or the Windows key with another key.");
    else if (typeof changed === "string") this.problem = gettext("These keys already do: {command}", { command: nameCommand(changed) });
    else this.set(changed);
  }
}

customElements.define("desk-shortcuts", DeskShortcuts);
