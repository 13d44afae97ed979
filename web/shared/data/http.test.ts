import { afterEach, expect, test, vi } from "vitest";
import { Refusal, Unreached, backoffMs, post, postSurely } from "./http";
import { newKey } from "./key";
import { gettext, ngettext, speak } from "./text";

afterEach(() => {
  vi.unstubAllGlobals();
});

function answerWith(...answers: (Response | Error)[]): ReturnType<typeof vi.fn> {
  const fetch = vi.fn(() => {
    const answer = answers.shift();
    return answer instanceof Response ? Promise.resolve(answer) : Promise.reject(answer ?? new Error("no more answers"));
  });
  vi.stubGlobal("fetch", fetch);
  return fetch;
}

function json(status: number, body: object): Response {
  return new Response(JSON.stringify(body), { status });
}

test("a refusal carries the server's code and sentence", async () => {
  answerWith(json(409, { code: "not-offered", message: "Too late" }));
  await expect(post("/x", {})).rejects.toMatchObject({ status: 409, code: "not-offered", message: "Too late" });
});

test.each([429, 500, 502, 503])("a status %i says nothing about the request: it may be repeated", async (status) => {
  answerWith(json(status, {}));
  await expect(post("/x", {})).rejects.toBeInstanceOf(Unreached);
});

test("an answer that is not ours, as of a hotel's network, is no answer", async () => {
  answerWith(new Response("<html>Welcome</html>", { status: 200 }));
  await expect(post("/x", {})).rejects.toBeInstanceOf(Unreached);
});

test("a repeated request keeps its key", async () => {
  const fetch = answerWith(new TypeError("network"), json(503, {}), json(202, { input: "i" }));
  await postSurely("/x", { agent: 3 }, 5, () => Promise.resolve());
  const bodies = fetch.mock.calls.map((call) => JSON.parse((call as unknown as [string, { body: string }])[1].body) as { key: string; agent: number });
  expect(bodies).toHaveLength(3);
  expect(new Set(bodies.map((body) => body.key)).size).toBe(1);
  expect(bodies[0]?.agent).toBe(3);
});

test("a refusal is not repeated", async () => {
  const fetch = answerWith(json(403, { code: "forbidden", message: "No" }));
  await expect(postSurely("/x")).rejects.toBeInstanceOf(Refusal);
  expect(fetch).toHaveBeenCalledTimes(1);
});

test("waits grow and are bounded", () => {
  expect([0, 1, 2, 10].map((count) => backoffMs(count, 0.5))).toEqual([500, 1_000, 2_000, 8_000]);
});

test("keys are UUIDs of version 4", () => {
  expect(newKey()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(newKey()).not.toBe(newKey());
});

test("French has its singular for zero, English has not; what is missing is said in English", () => {
  speak("fr", { "{count} new": ["{count} nouveau", "{count} nouveaux"], Hello: "Bonjour" });
  expect([0, 1, 2].map((count) => ngettext("{count} new", "{count} new", count))).toEqual(["0 nouveau", "1 nouveau", "2 nouveaux"]);
  expect([gettext("Hello"), gettext("Not there, {name}", { name: "Awa" })]).toEqual(["Bonjour", "Not there, Awa"]);
});
