/** How loud a stream is, from 0 to 1: what a person takes for loud, not the mean square. */

const FLOOR_DB = -60;

/** Of samples from -1 to 1. */
export function measure(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const decibels = 10 * Math.log10(sum / Math.max(1, samples.length));
  return Math.min(1, Math.max(0, 1 - decibels / FLOOR_DB));
}

export class LevelMeter {
  private readonly audio = new AudioContext();
  private readonly analyser = this.audio.createAnalyser();
  private readonly samples = new Float32Array(this.analyser.fftSize);
  private source: MediaStreamAudioSourceNode | null = null;

  listen(stream: MediaStream): void {
    this.source?.disconnect();
    this.source = this.audio.createMediaStreamSource(stream);
    this.source.connect(this.analyser);
    void this.audio.resume();
  }

  read(): number {
    if (this.source === null) return 0;
    this.analyser.getFloatTimeDomainData(this.samples);
    return measure(this.samples);
  }

  close(): void {
    this.source?.disconnect();
    this.source = null;
    void this.audio.close();
  }
}
