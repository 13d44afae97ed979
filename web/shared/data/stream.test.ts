import { afterEach, expect, test, vi } from "vitest";
import { FetchStream } from "./stream";

afterEach(() => vi.unstubAllGlobals());

function serve(...chunks: string[]): void {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
      controller.close();
    },
  });
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(body)));
}

async function listen(): Promise<string[]> {
  const heard: string[] = [];
  await new Promise<void>((resolve) => {
    const stream = new FetchStream("/events", {});
    stream.onmessage = (message) => void heard.push(`${message.lastEventId} ${message.data}`);
    stream.addEventListener("beat", () => void heard.push("beat"));
    stream.onerror = () => resolve();
  });
  return heard;
}

test("events come whole, however the network cuts them, with the last place reached", async () => {
  serve('retry: 1000\n\ndata: {"a":', "1}\n\nid: 7\n\nevent: beat\nda", 'ta:\n\ndata: {"é":2}\n\n');
  expect(await listen()).toEqual([' {"a":1}', "beat", '7 {"é":2}']);
});

test("a refusal is a lost stream", async () => {
  vi.stubGlobal("fetch", () => Promise.resolve(new Response("", { status: 503 })));
  expect(await listen()).toEqual([]);
});
