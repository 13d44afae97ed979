import { expect, test } from "vitest";
import { tellAround } from "./tell";

function hear(around: string): unknown[] {
  const heard: unknown[] = [];
  tellAround(around, "ready", { postMessage: (...said: unknown[]) => heard.push(said) });
  return heard;
}

test("the site around a frame is told, and nobody where there is none", () => {
  expect(hear("https://www.example.org")).toEqual([[{ guichet: "ready" }, "https://www.example.org"]]);
  expect(hear("")).toEqual([]);
});
