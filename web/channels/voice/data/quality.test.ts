import { expect, test } from "vitest";
import { judge, readSample, type Sample } from "./quality";

const sample = (change: Partial<Sample> = {}): Sample => ({ received: 0, lost: 0, jitter: 5, roundTrip: 40, ...change });

test("the worst of loss, jitter and delay says how a call sounds", () => {
  const after = (change: Partial<Sample>): string | null => judge(sample(), sample({ received: 100, ...change }));
  expect([after({}), after({ received: 98, lost: 2 }), after({ received: 90, lost: 10 })]).toEqual(["good", "medium", "bad"]);
  expect([after({ jitter: 29 }), after({ jitter: 30 }), after({ jitter: 90 })]).toEqual(["good", "medium", "bad"]);
  expect([after({ roundTrip: 299 }), after({ roundTrip: 500 }), after({ roundTrip: 2_000 })]).toEqual(["good", "medium", "bad"]);
});

test("only what happened since the last look counts", () => {
  expect(judge(sample({ received: 100, lost: 50 }), sample({ received: 200, lost: 50 }))).toBe("good");
});

test("nothing is said of silence, of counters begun anew, and what is not known is not held against a call", () => {
  expect(judge(sample({ received: 7 }), sample({ received: 7 }))).toBeNull();
  expect(judge(sample({ received: 900, lost: 9 }), sample())).toBeNull();
  expect(judge(sample(), sample({ received: 9, jitter: null, roundTrip: null }))).toBe("good");
});

test("a browser's reports are read in milliseconds", () => {
  const reports = [
    { type: "codec" },
    { type: "inbound-rtp", kind: "video", packetsReceived: 5 },
    { type: "inbound-rtp", kind: "audio", packetsReceived: 100, packetsLost: 2, jitter: 0.012 },
    { type: "candidate-pair", nominated: false, currentRoundTripTime: 9 },
    { type: "candidate-pair", nominated: true, currentRoundTripTime: 0.05 },
  ];
  expect(readSample(reports)).toEqual({ received: 100, lost: 2, jitter: 12, roundTrip: 50 });
  expect(readSample([])).toEqual({ received: 0, lost: 0, jitter: null, roundTrip: null });
});
