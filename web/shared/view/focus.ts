/** Keeps the focus in the page: what held it may go away with what was done there, and whoever uses a keyboard would start from the top. */

import type { ReactiveController, ReactiveControllerHost } from "lit";
import { findLeft } from "../data/focus";

export class KeptFocus implements ReactiveController {
  /** What held the focus last, and all that stood around it. */
  private path: readonly Element[] = [];

  /** `goOn` puts the focus where the work goes on; `left` still stands around where it was. */
  constructor(
    private readonly host: ReactiveControllerHost & HTMLElement,
    private readonly goOn: (left: Element) => void,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.host.addEventListener("focusin", this.note);
    this.host.addEventListener("pointerdown", this.forget);
  }

  hostDisconnected(): void {
    this.host.removeEventListener("focusin", this.note);
    this.host.removeEventListener("pointerdown", this.forget);
  }

  /** What stands inside is drawn after its host. */
  hostUpdated(): void {
    requestAnimationFrame(() => this.look());
  }

  private readonly note = ({ target }: FocusEvent): void => {
    const path: Element[] = [];
    for (let each = target as Element | null; each !== null; each = each.parentElement) path.push(each);
    this.path = path;
  };

  /** Who points elsewhere leaves it by himself. */
  private readonly forget = ({ target }: PointerEvent): void => {
    if (this.path[0]?.contains(target as Node) === false) this.path = [];
  };

  private look(): void {
    const left = document.activeElement === document.body ? findLeft(this.path) : null;
    if (left === null) return;
    this.path = [];
    this.goOn(left);
  }
}
