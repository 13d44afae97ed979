import { expect, test } from "vitest";
import type { Message } from "../words/live";
import { addMessage, listPending } from "./conversation";
import type { Written } from "./outbox";
import { Typing } from "./typing";
import { writeLength } from "./clock";

function said(number: number, text: string, key: string | null = null): Message {
  return { number, author: "citizen", kind: "message", text, at: 0, agent: null, key, attachment: null, answer: null };
}

function written(key: string, text: string): Written {
  return { key, conversation: "c", kind: "message", text, writtenAt: 0 };
}

test("a message that comes twice, or late, has one place", () => {
  const all = [said(3, "c"), said(1, "a"), said(2, "b"), said(1, "a")].reduce<readonly Message[]>(addMessage, []);
  expect(all.map((message) => message.number)).toEqual([1, 2, 3]);
});

test("a message that the server told before it answered is not shown twice", () => {
  expect(listPending([said(1, "old"), said(2, "new", "k")], [written("k", "new")])).toEqual([]);
});

test("the same words written twice are two messages", () => {
  const pending = listPending([said(2, "yes", "k1")], [written("k1", "yes"), written("k2", "yes")]);
  expect(pending.map((each) => each.key)).toEqual(["k2"]);
});

test("the same words under another key, or under one that is not told, hide nothing", () => {
  const messages = [said(1, "yes", "other"), said(2, "yes")];
  expect(listPending(messages, [written("k", "yes")])).toHaveLength(1);
});

test("a sign of writing that its own message overtook is dropped, a later one is shown and fades", () => {
  const typing = new Typing();
  typing.message("c", 10_000);
  typing.sign("c", 10_300);
  expect(typing.isWriting("c", 10_400)).toBe(false);
  typing.sign("c", 12_000);
  expect(typing.isWriting("c", 13_000)).toBe(true);
  expect(typing.isWriting("c", 21_000)).toBe(false);
});

test("lengths of time read as a clock, never negative", () => {
  expect([-5, 65_000, 3_723_000].map(writeLength)).toEqual(["0:00", "1:05", "1:02:03"]);
});
