/**
 * Saying a sentence into the microphone of this browser instead of choosing a file: it is put into the field of the file, so that it goes
 * through the same door by the same button. A browser that records in no form that is read there shows nothing of it.
 */

const TYPES = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus"];
const LONGEST_MS = 180_000;
const TICK_MS = 250;

/** What a person sees of it: words of the page, one at a time. */
export type Moment = "nothing" | "recording" | "recorded" | "refused" | "missing" | "insecure" | "failed";

/** The first form that this browser records in and that is read. */
export function chooseType(knows: (type: string) => boolean): string | undefined {
  return TYPES.find(knows);
}

export function nameTrouble(error: unknown): Moment {
  const name = error instanceof Error ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "refused";
  return name === "NotFoundError" || name === "OverconstrainedError" ? "missing" : "failed";
}

/** Minutes and seconds. */
export function writeTime(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

class Recorder {
  /** One at a time: beginning another ends the one before. */
  private static speaking: Recorder | null = null;
  private recorder: MediaRecorder | null = null;
  private timer = 0;
  private address = "";
  private readonly begin = this.find("[data-begin]", HTMLButtonElement);
  private readonly end = this.find("[data-end]", HTMLButtonElement);
  private readonly length = this.find("[data-length]", HTMLElement);
  private readonly player = this.find("audio", HTMLAudioElement);

  constructor(
    private readonly place: HTMLElement,
    private readonly file: HTMLInputElement,
    private readonly type: string,
  ) {
    this.begin.addEventListener("click", () => void this.start());
    this.end.addEventListener("click", () => this.stop());
    file.addEventListener("change", () => this.forget()); // a file was chosen instead
    file.form?.addEventListener("submit", (event) => {
      if (this.recorder === null) return;
      event.preventDefault(); // what is being said is listened to before it is kept
      this.stop();
    });
  }

  private find<Found extends Element>(what: string, kind: new () => Found): Found {
    const found = this.place.querySelector(what);
    if (!(found instanceof kind)) throw new Error(what);
    return found;
  }

  private async start(): Promise<void> {
    Recorder.speaking?.stop();
    this.forget();
    if (!window.isSecureContext) {
      this.show("insecure");
      return;
    }
    try {
      this.listen(await navigator.mediaDevices.getUserMedia({ audio: { noiseSuppression: true, autoGainControl: true }, video: false }));
    } catch (error) {
      this.show(nameTrouble(error));
    }
  }

  private listen(stream: MediaStream): void {
    const [said, began] = [[] as Blob[], Date.now()];
    const recorder = (this.recorder = new MediaRecorder(stream, { mimeType: this.type, audioBitsPerSecond: 64_000 }));
    recorder.addEventListener("dataavailable", ({ data }) => said.push(data));
    recorder.addEventListener("stop", () => {
      for (const track of stream.getTracks()) track.stop();
      this.keep(new Blob(said, { type: this.type }));
    });
    Recorder.speaking = this;
    this.timer = window.setInterval(() => this.tick(Date.now() - began), TICK_MS);
    this.tick(0);
    recorder.start();
    this.show("recording");
    this.end.focus();
  }

  private tick(ms: number): void {
    this.length.textContent = writeTime(ms);
    if (ms >= LONGEST_MS) this.stop();
  }

  private stop(): void {
    window.clearInterval(this.timer);
    if (this.recorder?.state === "recording") this.recorder.stop();
    if (Recorder.speaking === this) Recorder.speaking = null;
  }

  private keep(sound: Blob): void {
    this.recorder = null;
    if (sound.size === 0) {
      this.show("failed");
      return;
    }
    const given = new DataTransfer();
    given.items.add(new File([sound], this.type.includes("ogg") ? "recording.ogg" : "recording.webm", { type: this.type }));
    this.file.files = given.files;
    this.player.src = this.address = URL.createObjectURL(sound);
    this.show("recorded");
    this.begin.focus();
  }

  private forget(): void {
    if (this.address !== "") URL.revokeObjectURL(this.address);
    this.address = "";
    this.player.removeAttribute("src");
    this.show("nothing");
  }

  private show(moment: Moment): void {
    this.begin.hidden = moment === "recording";
    this.end.hidden = this.length.hidden = moment !== "recording";
    this.player.hidden = moment !== "recorded";
    if (moment === "recorded") this.begin.textContent = this.begin.dataset["again"] ?? "";
    for (const words of this.place.querySelectorAll<HTMLElement>("[data-when]")) words.hidden = words.dataset["when"] !== moment;
  }
}

/** Offer it beside each field of a file that may be said, as the page draws it. */
export function offerRecording(page: Document): void {
  const drawn = page.querySelector<HTMLTemplateElement>("template#recorder");
  const type = "MediaRecorder" in window ? chooseType((each) => MediaRecorder.isTypeSupported(each)) : undefined;
  if (drawn === null || type === undefined) return;
  for (const file of page.querySelectorAll<HTMLInputElement>("input[data-records]")) {
    const place = drawn.content.firstElementChild?.cloneNode(true);
    if (!(place instanceof HTMLElement)) return;
    file.closest(".field")?.before(place);
    new Recorder(place, file, type);
  }
}
