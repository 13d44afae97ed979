/** Who else is in a call, and what can be asked then. Pure. */

import type { CallFacts, LegCard, OtherCard } from "../../../shared/words/live";

/** `asking`: somebody asked in rings. `consulting`: the agent speaks with him, the caller hears music. `together`: all three speak. */
export type Company =
  | { readonly kind: "alone" }
  | { readonly kind: "asking" | "consulting" | "together"; readonly guest: OtherCard };

export function findCompany(leg: LegCard): Company {
  const guest = leg.others.find(({ part, side }) => part === "guest" && side !== "citizen");
  if (guest === undefined) return { kind: "alone" };
  if (guest.state === "ringing") return { kind: "asking", guest };
  const caller = leg.others.find(({ side }) => side === "citizen");
  return { kind: caller?.state === "held" ? "consulting" : "together", guest };
}

/** The leg by which this agent speaks with the citizen of a contact. */
export function findOwnLeg(legs: readonly LegCard[], contact: string): LegCard | undefined {
  return legs.find((leg) => leg.contact === contact && leg.part === "main");
}

/** Whoever is called back did not answer yet. `call`: of a callback; null: he called himself, and is there. */
export function isCalling(leg: LegCard, call: CallFacts | null): boolean {
  return call !== null && !leg.others.some(({ side, state }) => side === "citizen" && (state === "talking" || state === "held"));
}

/** Whom we call is known before his telephone rings. */
export function nameCalled(leg: LegCard, call: CallFacts | null): LegCard {
  if (call === null || leg.shown !== "" || leg.relay !== "") return leg;
  return { ...leg, shown: call.shown, relay: call.relay };
}

/** The legs at which this agent is asked in by a colleague. */
export function listInvitations(legs: readonly LegCard[]): readonly LegCard[] {
  return legs.filter(({ part }) => part === "guest");
}

/** Who asks. */
export function nameHost(leg: LegCard): string {
  return leg.others.find(({ side, part }) => side === "agent" && part === "main")?.name ?? "";
}
