/** What a script is told and asks, over the line as it is. */

import { get, post, setPass, Unreached, backoffMs, sleep } from "../../shared/data/http";
import { newKey } from "../../shared/data/key";
import type { BeginScript, TakeTurn, Told } from "../../shared/words/script";
import type { KeptScript } from "./kept-script";

/** What somebody answers: words, a button, or a wish for a person. */
export type Answer = Pick<TakeTurn, "text" | "option" | "wants_person">;

export function makeTurn(answer: Answer, seen: number): TakeTurn {
  return { key: newKey(), seen, ...answer };
}

export function begin(asked: BeginScript): Promise<Told> {
  return post<Told>("/chat/scripts", asked);
}

export function fetchTold(kept: KeptScript): Promise<Told> {
  setPass(kept.token);
  return get<Told>(`/chat/scripts/${kept.session}`);
}

export function send(kept: KeptScript, turn: TakeTurn): Promise<Told> {
  setPass(kept.token);
  return post<Told>(`/chat/scripts/${kept.session}/turns`, turn);
}

/** Ask until the server answers, however long the line is lost; `lost` is told at each attempt in vain. */
export async function persist<T>(ask: () => Promise<T>, lost: () => void, wait = sleep): Promise<T> {
  for (let count = 0; ; count++) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Unreached)) throw error;
      lost();
      await wait(backoffMs(count));
    }
  }
}
