/** The doors of the telephone. */

import { newKey } from "../../../shared/data/key";
import { get, post, postSurely, type Unkeyed } from "../../../shared/data/http";
import type { AnswerCall, ConsultSomebody, OpenedText, PressKeys } from "../../../shared/words/calls";
import type { CompanyNow } from "../../../shared/words/desk";

export type Wish =
  | ("hold" | "resume" | "give-back" | "rejoin" | "hang-up" | "hand-over" | "take-back" | "confer")
  | ("pause-recording" | "go-on-recording" | "erase-recording");

/** `at_once`: whoever answers has the caller. */
export type Whom = ({ colleague: number } | { relay: number } | { number: string }) & { at_once: boolean };

export interface CallDoors {
  answer(leg: string, sdp: string): Promise<unknown>;
  steer(leg: string, wish: Wish): Promise<unknown>;
  consult(leg: string, whom: Whom): Promise<unknown>;
  press(leg: string, keys: string): Promise<unknown>;
}

export interface CampaignDoors {
  /** The desk shows it. */
  see(campaign: string): Promise<unknown>;
}

export const callDoors: CallDoors & CampaignDoors = {
  answer: (leg, sdp) => postSurely(`/live/calls/${leg}/answer`, { sdp } satisfies Unkeyed<AnswerCall>),
  steer: (leg, wish) => postSurely(`/live/calls/${leg}/${wish}`),
  consult: (leg, whom) => post(`/live/calls/${leg}/consult`, { key: newKey(), ...whom } satisfies ConsultSomebody),
  see: (campaign) => postSurely(`/live/campaigns/${campaign}/seen`),
  press: (leg, keys) => post(`/live/calls/${leg}/keys`, { key: newKey(), keys } satisfies PressKeys),
};

/** Who can be asked into a call. */
export const companyDoors = {
  see: (): Promise<CompanyNow> => get<CompanyNow>("/desk/company"),
};

/** Text beside a call. */
export const textDoors = {
  open: (contact: string): Promise<OpenedText> => post<OpenedText>(`/live/contacts/${contact}/text`, { key: newKey() }),
  invite: (contact: string): Promise<unknown> => postSurely(`/live/contacts/${contact}/text/invite`),
};
