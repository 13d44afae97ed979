/** What a desk is heard by: notes made here (no file), soft at both ends. */

export interface Note {
  readonly hertz: number;
  /** Seconds after the first one. */
  readonly at: number;
}

/** Two rising notes; the second begins before the first is gone. */
export const CONTACT: readonly Note[] = [
  { hertz: 660, at: 0 },
  { hertz: 880, at: 0.18 },
];
/** A colleague asks for advice: two falling notes, lower, so that nobody looks for a citizen. */
export const COLLEAGUE: readonly Note[] = [
  { hertz: 554, at: 0 },
  { hertz: 415, at: 0.24 },
];
const NOTE_SECONDS = 0.5;

export class Chime {
  private audio: AudioContext | null = null;

  /** Whether it is heard: a browser lets a page sound only once somebody has clicked on it. `volume` goes from 0 to 100. */
  async play(notes: readonly Note[], volume: number): Promise<boolean> {
    if (!("AudioContext" in window)) return true;
    this.audio ??= new AudioContext();
    const { audio } = this;
    if (audio.state === "suspended" && !navigator.userActivation.hasBeenActive) return false;
    await audio.resume();
    for (const { hertz, at } of notes) strike(audio, hertz, audio.currentTime + at, volume);
    return true;
  }
}

function strike(audio: AudioContext, hertz: number, at: number, volume: number): void {
  const [tone, gain] = [audio.createOscillator(), audio.createGain()];
  tone.frequency.value = hertz;
  gain.gain.setValueAtTime((volume / 100) ** 2 / 2, at);
  gain.gain.exponentialRampToValueAtTime(0.0001, at + NOTE_SECONDS);
  tone.connect(gain).connect(audio.destination);
  tone.start(at);
  tone.stop(at + NOTE_SECONDS);
}
