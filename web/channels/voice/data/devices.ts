/** The headset that an agent chose: remembered by this browser, and left alone when it is not plugged in today. */

import type { Shelf } from "../../../shared/data/outbox";

export interface Headset {
  /** Ids of devices, as this browser names them; "": the one of the system. */
  readonly microphone: string;
  readonly output: string;
  /** It was tried here. */
  readonly tried: boolean;
}

export const SYSTEM: Headset = { microphone: "", output: "", tried: false };
const PLACE = "guichet:headset";

export function readHeadset(shelf: Shelf): Headset {
  try {
    return { ...SYSTEM, ...(JSON.parse(shelf.getItem(PLACE) ?? "{}") as Partial<Headset>) };
  } catch {
    return SYSTEM;
  }
}

export function keepHeadset(shelf: Shelf, headset: Headset): void {
  shelf.setItem(PLACE, JSON.stringify(headset));
}

/** What is asked of the browser. `exactly`: that microphone or none. */
export function wantSound(microphone: string): MediaStreamConstraints {
  const clean = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  return { audio: microphone === "" ? clean : { ...clean, deviceId: { exact: microphone } }, video: false };
}

/** The part of `MediaDevices` we need. */
export type Microphones = Pick<MediaDevices, "getUserMedia">;

/** The chosen microphone; the system's when that one is gone. */
export async function openMicrophone(devices: Microphones, chosen: string): Promise<MediaStream> {
  try {
    return await devices.getUserMedia(wantSound(chosen));
  } catch (error) {
    const isGone = error instanceof Error && (error.name === "OverconstrainedError" || error.name === "NotFoundError");
    if (chosen === "" || !isGone) throw error;
    return devices.getUserMedia(wantSound(""));
  }
}

/** Why there is no sound, as far as the agent can do something about it. */
export type Trouble = "refused" | "missing" | "busy" | "insecure" | "unknown";

export function findTrouble(error: unknown): Trouble {
  const name = error instanceof Error ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "refused";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "missing";
  if (name === "NotReadableError" || name === "AbortError") return "busy";
  return name === "InsecureError" ? "insecure" : "unknown";
}

/** Those of this browser. :throws: as `getDevices` does. */
export function findDevices(): MediaDevices {
  return getDevices(navigator.mediaDevices);
}

/** A page that is not served securely has no microphone at all. */
export function getDevices(found: MediaDevices | undefined): MediaDevices {
  if (found !== undefined) return found;
  const error = new Error();
  error.name = "InsecureError";
  throw error;
}
