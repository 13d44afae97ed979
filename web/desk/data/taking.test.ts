import { describe, expect, it } from "vitest";
import type { Card, Message } from "../../shared/words/live";
import { canTakeOut, listReasons, listSaid } from "./taking";

function say(number: number, author: Message["author"], kind: Message["kind"], text = ""): Message {
  return { number, author, kind, text, at: number, agent: null, key: null, attachment: null, answer: null };
}

function makeCard(more: Partial<Card> = {}): Card {
  return { contact: "c", channel: "email", state: "assigned", messages: [say(1, "citizen", "message", "Bonjour")], taken_out: [], ...more } as unknown as Card;
}

describe("what may be taken out of a contact", () => {
  it("is what its citizen wrote, with the files that came with it, and nothing of ours", () => {
    const messages = [
      say(1, "citizen", "message", "Deux   choses"),
      say(2, "citizen", "file"),
      say(3, "system", "note", "lu"),
      say(4, "agent", "message", "Bonjour"),
      say(5, "agent", "file"),
      say(6, "citizen", "message", "x".repeat(200)),
    ];
    const said = listSaid(makeCard({ messages }));
    expect(said.map(({ number, files }) => [number, files])).toEqual([
      [1, 1],
      [6, 0],
    ]);
    expect(said[0]?.begins).toBe("Deux choses");
    expect(said[1]?.begins).toHaveLength(141);
  });

  it("is nothing of whoever waits for an answer at once, of what is over, or where nothing was written", () => {
    expect(canTakeOut(makeCard())).toBe(true);
    expect(canTakeOut(makeCard({ channel: "chat" }))).toBe(false);
    expect(canTakeOut(makeCard({ state: "wrapping_up" }))).toBe(false);
    expect(canTakeOut(makeCard({ messages: [say(1, "agent", "message", "Bonjour")] }))).toBe(false);
  });

  it("is said on each line that is answered on its own", () => {
    const card = makeCard({ taken_out: [{ contact: "d", reason_name: "Cantine", numbers: [1, 2] }] });
    expect([1, 2, 3].map((number) => listReasons(card, number))).toEqual([["Cantine"], ["Cantine"], []]);
  });
});
