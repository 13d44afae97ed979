import { expect, test } from "vitest";
import type { LegCard, OtherCard } from "../../../shared/words/live";
import { findCompany, listInvitations, nameHost } from "./party";

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
