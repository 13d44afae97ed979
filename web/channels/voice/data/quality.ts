/** How good a call sounds, from what the browser counted between two looks. */

export type Quality = "good" | "medium" | "bad";

/** What the browser counted so far. */
export interface Sample {
  readonly received: number;
  readonly lost: number;
  /** Milliseconds; null: not known (yet). */
  readonly jitter: number | null;
  readonly roundTrip: number | null;
}

/**
 * From where on it is no longer good, and where it is bad. G.711 without concealment is heard to suffer from about one lost packet of a hundred;
 * delays are those of ITU-T G.114 (150 and 400 ms one way).
 */
const BOUNDS = { loss: [0.01, 0.05], jitter: [30, 80], roundTrip: [300, 800] } as const;

function grade(value: number | null, [medium, bad]: readonly [number, number]): number {
  return value === null || value < medium ? 0 : value < bad ? 1 : 2;
}

/** null: nothing came meanwhile, so that nothing can be said. */
export function judge(before: Sample, now: Sample): Quality | null {
  const [received, lost] = [now.received - before.received, Math.max(0, now.lost - before.lost)];
  if (received + lost <= 0) return null;
  const worst = Math.max(grade(lost / (received + lost), BOUNDS.loss), grade(now.jitter, BOUNDS.jitter), grade(now.roundTrip, BOUNDS.roundTrip));
  return (["good", "medium", "bad"] as const)[worst] ?? "bad";
}

interface Report {
  readonly type: string;
  readonly kind?: string;
  readonly packetsReceived?: number;
  readonly packetsLost?: number;
  readonly jitter?: number;
  readonly roundTripTime?: number;
  readonly currentRoundTripTime?: number;
  readonly nominated?: boolean;
}

/** A look at `RTCPeerConnection.getStats()`, which counts in seconds. */
export function readSample(reports: Iterable<Report>): Sample {
  let sample: Sample = { received: 0, lost: 0, jitter: null, roundTrip: null };
  for (const report of reports) {
    const roundTrip = report.roundTripTime ?? (report.nominated === true ? report.currentRoundTripTime : undefined);
    if (roundTrip !== undefined) sample = { ...sample, roundTrip: roundTrip * 1_000 };
    if (report.type === "inbound-rtp" && report.kind === "audio") {
      const { packetsReceived = 0, packetsLost = 0, jitter } = report;
      sample = { ...sample, received: packetsReceived, lost: packetsLost, jitter: jitter === undefined ? null : jitter * 1_000 };
    }
  }
  return sample;
}
