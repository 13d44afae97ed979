/** One call in this browser: the microphone, the connection to the media server and the loudspeaker. */

import { findDevices, openMicrophone, type Headset } from "./devices";
import { judge, readSample, type Quality, type Sample } from "./quality";

/** Candidates that come later are of no use on a local network, and a caller is waiting. */
const GATHERING_MS = 300;

export class Joint {
  private readonly connection = new RTCPeerConnection();
  private readonly player = new Audio();
  private microphone: MediaStream | null = null;
  private sample: Sample | null = null;

  /** :param changed: told when the connection stands, and when it is lost. */
  constructor(changed: (state: RTCPeerConnectionState) => void) {
    this.connection.onconnectionstatechange = () => changed(this.connection.connectionState);
    this.connection.ontrack = ({ streams, track }) => {
      this.player.srcObject = streams[0] ?? new MediaStream([track]);
      void this.player.play().catch(() => undefined); // a browser that wants a click first: the answer was one
    };
  }

  /** Answer the server's description of media with ours. */
  async answer(offer: string, headset: Headset): Promise<string> {
    this.microphone = await openMicrophone(findDevices(), headset.microphone);
    await this.useOutput(headset.output);
    await this.connection.setRemoteDescription({ type: "offer", sdp: offer });
    for (const track of this.microphone.getAudioTracks()) this.connection.addTrack(track, this.microphone);
    await this.connection.setLocalDescription(await this.connection.createAnswer());
    await this.gather();
    return this.connection.localDescription?.sdp ?? "";
  }

  /** The voice of the other side, to be measured. */
  get heard(): MediaStream | null {
    return this.player.srcObject instanceof MediaStream ? this.player.srcObject : null;
  }

  get said(): MediaStream | null {
    return this.microphone;
  }

  mute(muted: boolean): void {
    for (const track of this.microphone?.getAudioTracks() ?? []) track.enabled = !muted;
  }

  /** Whether the tones could be sent in the call itself (RFC 4733). */
  press(keys: string): boolean {
    const sender = this.connection.getSenders().find(({ dtmf }) => dtmf?.canInsertDTMF === true)?.dtmf;
    sender?.insertDTMF(sender.toneBuffer + keys, 120, 80);
    return sender !== undefined && sender !== null;
  }

  /** Since the last look. */
  async look(): Promise<Quality | null> {
    const reports: Parameters<typeof readSample>[0] = [...(await this.connection.getStats()).values()] as [];
    const [before, now] = [this.sample, readSample(reports)];
    this.sample = now;
    return before === null ? null : judge(before, now);
  }

  /** Change the headset in the middle of a call. */
  async change(headset: Headset): Promise<void> {
    await this.useOutput(headset.output);
    const isMuted = this.microphone?.getAudioTracks()[0]?.enabled === false;
    const fresh = await openMicrophone(findDevices(), headset.microphone);
    const [track] = fresh.getAudioTracks();
    if (track !== undefined) await this.connection.getSenders()[0]?.replaceTrack(track);
    this.release();
    this.microphone = fresh;
    this.mute(isMuted);
  }

  close(): void {
    this.connection.onconnectionstatechange = null;
    this.connection.close();
    this.player.srcObject = null;
    this.release();
  }

  private release(): void {
    for (const track of this.microphone?.getTracks() ?? []) track.stop();
    this.microphone = null;
  }

  private async useOutput(output: string): Promise<void> {
    if (output === "" || !("setSinkId" in this.player)) return;
    await this.player.setSinkId(output).catch(() => undefined); // not plugged in today: the system's
  }

  private gather(): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (this.connection.iceGatheringState === "complete") resolve();
      };
      this.connection.onicegatheringstatechange = look;
      setTimeout(resolve, GATHERING_MS);
      look();
    });
  }
}
