/** Where the work goes on when what held the focus went away, or was done with. */

/** In the conversation in hand, or at the heading that says that there is none. */
export function goOn(desk: HTMLElement): void {
  desk.querySelector<HTMLElement>("agent-conversation, .exchange h2")?.focus();
}

/**
 * Next to what went away (`left` stands around it). Who was about to press a key at an offer that is withdrawn must not send what stands
 * begun, and who reads beside the conversation is left there.
 */
export function goOnFrom(desk: HTMLElement, left: Element): void {
  if (left.closest(".about, dialog") !== null) return;
  if (left.closest(".ringing") !== null) desk.querySelector<HTMLElement>(".exchange h2")?.focus();
  else if (left.closest("presence-control") !== null) left.closest<HTMLElement>("presence-control")?.focus();
  else goOn(desk);
}
