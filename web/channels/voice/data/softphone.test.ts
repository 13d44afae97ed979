import { expect, test, vi } from "vitest";
import { Refusal } from "../../../shared/data/http";
import { openShelf } from "../../../shared/data/shelf";
import type { LegCard } from "../../../shared/words/live";
import { SYSTEM } from "./devices";
import { Softphone, type Jointed } from "./softphone";

const leg = (change: Partial<LegCard> = {}): LegCard => ({
  leg: "l",
  contact: "c",
  state: "ringing",
  post: "browser",
  offer: "v=0 theirs",
  shown: "",
  since: 0,
  part: "main",
  others: [],
  taping: "",
  relay: "",
  mixes: true,
  ...change,
});

/** The locks of one browser: its tabs share them. */
function openLocks(): Pick<LockManager, "request"> & { held: Set<string> } {
  const held = new Set<string>();
  const request = async (name: string, _options: unknown, hold: (lock: Lock | null) => Promise<void> | undefined): Promise<void> => {
    if (held.has(name)) {
      await hold(null);
      return;
    }
    held.add(name);
    await hold({ name, mode: "exclusive" });
    held.delete(name);
  };
  return { held, request: request as unknown as LockManager["request"] };
}

class FakeJoint implements Jointed {
  heard = null;
  said = null;
  muted: boolean[] = [];
  closed = 0;
  tones = true;
  constructor(
    readonly changed: (state: RTCPeerConnectionState) => void,
    private readonly trouble: Error | null,
  ) {}
  answer = (): Promise<string> => (this.trouble === null ? Promise.resolve("v=0 ours") : Promise.reject(this.trouble));
  mute = (muted: boolean): void => {
    this.muted.push(muted);
  };
  press = (): boolean => this.tones;
  look = (): Promise<"good"> => Promise.resolve("good");
  change = (): Promise<void> => Promise.resolve();
  close = (): void => {
    this.closed += 1;
  };
}

function openTab(options: { locks?: ReturnType<typeof openLocks>; trouble?: string; tab?: ReturnType<typeof openShelf>["shelf"] } = {}) {
  const joints: FakeJoint[] = [];
  const doors = { answer: vi.fn(() => Promise.resolve()), steer: vi.fn(() => Promise.resolve()), consult: vi.fn(() => Promise.resolve()), press: vi.fn(() => Promise.resolve()) };
  const trouble = options.trouble === undefined ? null : Object.assign(new Error(), { name: options.trouble });
  const phone = new Softphone({
    doors,
    locks: options.locks ?? openLocks(),
    tab: options.tab ?? openShelf().shelf,
    readHeadset: () => SYSTEM,
    join: (changed) => {
      const joint = new FakeJoint(changed, trouble);
      joints.push(joint);
      return joint;
    },
  });
  return { phone, doors, joints };
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

test("what rings is answered once, however often it is told", async () => {
  const { phone, doors, joints } = openTab();
  phone.follow([leg()]);
  phone.follow([leg()]);
  await settle();
  phone.follow([leg({ offer: "" })]);
  joints[0]?.changed("connected");
  expect(doors.answer.mock.calls).toEqual([["l", "v=0 ours"]]);
  expect([phone.find("l")?.sound, phone.isSpeaking, joints.length]).toEqual(["joined", true, 1]);
});

test("of two tabs one has the sound and the other says so; the call's end frees both", async () => {
  const locks = openLocks();
  const [one, other] = [openTab({ locks }), openTab({ locks })];
  one.phone.follow([leg()]);
  other.phone.follow([leg()]);
  await settle();
  expect([one.phone.find("l")?.sound, other.phone.find("l")?.sound]).toEqual(["joining", "elsewhere"]);
  expect(other.doors.answer).not.toHaveBeenCalled();
  one.phone.follow([]);
  other.phone.follow([]);
  await settle();
  expect([one.joints[0]?.closed, locks.held.size, one.phone.isSpeaking]).toEqual([1, 0, false]);
});

test("without a microphone it says why, and the caller goes to somebody who hears him", async () => {
  const { phone, doors, joints } = openTab({ trouble: "NotAllowedError" });
  phone.follow([leg()]);
  await settle();
  expect([phone.find("l")?.sound, phone.find("l")?.trouble, phone.lastTrouble]).toEqual(["troubled", "refused", "refused"]);
  expect([doors.answer.mock.calls, doors.steer.mock.calls, joints[0]?.closed]).toEqual([[], [["l", "give-back"]], 1]);
  phone.follow([]);
  expect(phone.lastTrouble).toBe("refused"); // still to be read when the call is gone
});

test("a page loaded anew asks for the call that this tab had, and answers when it rings again", async () => {
  const { shelf } = openShelf();
  const before = openTab({ tab: shelf });
  before.phone.follow([leg()]);
  await settle();
  const after = openTab({ tab: shelf });
  after.phone.follow([leg({ state: "talking", offer: "" })]);
  await settle();
  expect([after.phone.find("l")?.sound, after.doors.steer.mock.calls]).toEqual(["returning", [["l", "rejoin"]]]);
  after.phone.follow([leg({ leg: "again" })]);
  await settle();
  expect(after.doors.answer.mock.calls).toEqual([["again", "v=0 ours"]]);
});

test("a call that another computer has is not taken from it unless the agent wants it", async () => {
  const { phone, doors } = openTab();
  phone.follow([leg({ state: "talking", offer: "" })]);
  await settle();
  expect([phone.find("l")?.sound, doors.steer.mock.calls]).toEqual(["elsewhere", []]);
  await phone.fetchHere("l");
  expect(doors.steer.mock.calls).toEqual([["l", "rejoin"]]);
});

test("another computer that was faster keeps the call", async () => {
  const { phone, doors, joints } = openTab();
  doors.answer.mockRejectedValueOnce(new Refusal(404, "no-such-call", ""));
  phone.follow([leg()]);
  await settle();
  expect([phone.find("l")?.sound, joints[0]?.closed, doors.steer.mock.calls, phone.lastTrouble]).toEqual(["elsewhere", 1, [], null]);
});

test("a connection that fails is asked for again, once", async () => {
  const { phone, doors, joints } = openTab();
  phone.follow([leg()]);
  await settle();
  joints[0]?.changed("connected");
  joints[0]?.changed("failed");
  joints[0]?.changed("failed");
  await settle();
  expect([doors.steer.mock.calls, phone.find("l")?.sound]).toEqual([[["l", "rejoin"]], "returning"]);
});

test("a caller who hangs up while the microphone opens leaves nothing behind", async () => {
  const { phone, doors, joints } = openTab();
  phone.follow([leg()]);
  await Promise.resolve();
  phone.follow([]);
  await settle();
  expect([doors.answer.mock.calls, joints.filter(({ closed }) => closed === 0).length]).toEqual([[], 0]);
});

test("keys go in the call where they can, by the server otherwise; muting is the microphone's", async () => {
  const { phone, doors, joints } = openTab();
  phone.follow([leg()]);
  await settle();
  await phone.press("l", "1");
  const [joint] = joints;
  if (joint !== undefined) joint.tones = false;
  await phone.press("l", "2#");
  phone.mute("l", true);
  expect([doors.press.mock.calls, joint?.muted, phone.find("l")?.isMuted]).toEqual([[["l", "2#"]], [true], true]);
});

test("a telephone on the table is not answered by the browser", async () => {
  const { phone, doors } = openTab();
  phone.follow([leg({ post: "telephone", offer: "" })]);
  await settle();
  expect([phone.find("l"), doors.answer.mock.calls]).toEqual([undefined, []]);
});

test("a colleague who asks for advice rings until one of this agent's browsers answers, or he gives it up", async () => {
  const asked = leg({ part: "guest" });
  const { phone, doors } = openTab();
  phone.follow([leg({ leg: "own" }), asked, leg({ leg: "desk telephone", part: "guest", post: "telephone", offer: "" })]);
  expect(phone.listAsking()).toEqual(["l"]);
  phone.follow([{ ...asked, offer: "" }]); // another tab answers
  expect(phone.listAsking()).toEqual([]);
  phone.follow([asked]);
  phone.follow([]);
  expect(phone.listAsking()).toEqual([]);
  phone.follow([asked]);
  phone.accept("l");
  expect(phone.listAsking()).toEqual([]); // at once: the browser may ask for the microphone meanwhile
  await settle();
  expect(doors.answer.mock.calls.at(-1)).toEqual(["l", "v=0 ours"]);
});
