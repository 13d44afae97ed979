/** Where somebody is on a page: names that its author gave to a step and to a field. What is typed there is never read. */

export interface Place {
  readonly step: string;
  readonly field: string;
}

export const FIELDS = "input:not([type=hidden],[type=submit],[type=button],[type=reset],[type=image]),select,textarea,[contenteditable=true]";

export function isField(element: unknown): element is HTMLElement {
  return element instanceof HTMLElement && element.matches(FIELDS);
}

/** A name of more than five digits on end, or of more than a few words, may be somebody's: it is not told. */
export function clean(name: string): string {
  return name.length > 60 || /\d{5}|@/.test(name) ? "" : name.trim();
}

/** `data-guichet-field` and `data-guichet-step` say it best; else the field's own name. */
export function findPlace(field: Element | null, tag: DOMStringMap): Place {
  const near = (name: string): string | null | undefined => field?.closest(`[${name}]`)?.getAttribute(name);
  const marked = document.querySelector("[data-guichet-step]")?.getAttribute("data-guichet-step");
  return {
    step: clean(first(near("data-guichet-step"), marked, tag["step"])),
    field: clean(first(near("data-guichet-field"), field?.getAttribute("name"), field?.id)),
  };
}

function first(...names: (string | null | undefined)[]): string {
  return names.find((name) => name !== null && name !== undefined && name !== "") ?? "";
}

/** Whether a field says that it is wrong. */
export function isWrong(field: Element): boolean {
  const told = field.getAttribute("data-error");
  return field.getAttribute("aria-invalid") === "true" || (told !== null && told !== "false");
}

/** Whether two boxes of the screen overlap. */
export function overlaps(a: DOMRect, b: DOMRect): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
