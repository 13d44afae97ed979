import { expect, test } from "vitest";
import type { CallFacts, LegCard, OtherCard } from "../../../shared/words/live";
import { findCompany, findOwnLeg, isCalling, listInvitations, nameCalled, nameHost } from "./party";

const leg = (change: Partial<LegCard>): LegCard => ({
  leg: "l",
  contact: "c",
  state: "talking",
  post: "browser",
  offer: "",
  shown: "",
  since: 0,
  part: "main",
  others: [],
  taping: "",
  relay: "",
  mixes: true,
  ...change,
});
const caller = (state: OtherCard["state"]): OtherCard => ({ side: "citizen", part: "main", state, name: "06 12 34 56 78", manner: "" });
const guest = (state: OtherCard["state"]): OtherCard => ({ side: "agent", part: "guest", state, name: "Benoît", manner: "" });

test("an agent knows whether a colleague rings, speaks with him alone, or with the caller too", () => {
  expect(findCompany(leg({ others: [caller("talking")] }))).toEqual({ kind: "alone" });
  expect(findCompany(leg({ others: [caller("held"), guest("ringing")] })).kind).toBe("asking");
  expect(findCompany(leg({ others: [caller("held"), guest("talking")] })).kind).toBe("consulting");
  expect(findCompany(leg({ others: [caller("talking"), guest("talking")] })).kind).toBe("together");
});

test("whoever is asked in knows by whom", () => {
  const invited = leg({ part: "guest", others: [{ side: "agent", part: "main", state: "talking", name: "Awa", manner: "" }] });
  expect(listInvitations([leg({}), invited])).toEqual([invited]);
  expect(nameHost(invited)).toBe("Awa");
  expect(nameHost(leg({}))).toBe("");
});

const callback = (change: Partial<CallFacts>): CallFacts => ({
  number: "+33612345678",
  shown: "06 12 34 56 78",
  wanted_from: null,
  attempts: 0,
  relay: "",
  relay_number: "",
  relay_shown: "",
  ...change,
});

test("whoever is called back is not there until he answers; whoever calls is", () => {
  expect(isCalling(leg({}), null)).toBe(false);
  expect(isCalling(leg({ state: "ringing" }), callback({}))).toBe(true);
  expect(isCalling(leg({}), callback({}))).toBe(true);
  expect(isCalling(leg({ others: [caller("ringing")] }), callback({}))).toBe(true);
  expect(isCalling(leg({ others: [caller("talking")] }), callback({}))).toBe(false);
  expect(isCalling(leg({ others: [caller("held"), guest("ringing")] }), callback({}))).toBe(false);
});

test("an agent reads whom he calls before it rings there", () => {
  expect(nameCalled(leg({}), callback({})).shown).toBe("06 12 34 56 78");
  expect(nameCalled(leg({}), callback({ relay: "Relais Signes" })).relay).toBe("Relais Signes");
  const [ringing, withheld] = [leg({ shown: "01 99 00 12 34" }), leg({})];
  expect(nameCalled(ringing, callback({}))).toBe(ringing);
  expect(nameCalled(withheld, null)).toBe(withheld);
});

test("of several legs that of the contact is found, and never one at which a colleague asks in", () => {
  const own = leg({ leg: "own" });
  expect(findOwnLeg([leg({ part: "guest" }), leg({ contact: "other" }), own], "c")).toBe(own);
  expect(findOwnLeg([leg({ part: "guest" })], "c")).toBeUndefined();
});
