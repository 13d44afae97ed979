import { expect, test } from "vitest";
import { openShelf } from "../../../shared/data/shelf";
import { SYSTEM, findTrouble, getDevices, keepHeadset, openMicrophone, readHeadset } from "./devices";

function fail(name: string): Error {
  const error = new Error();
  error.name = name;
  return error;
}

test("the chosen headset is found again; what is broken is forgotten", () => {
  const { shelf } = openShelf();
  expect(readHeadset(shelf)).toEqual(SYSTEM);
  keepHeadset(shelf, { microphone: "m", output: "o", tried: true });
  expect(readHeadset(shelf)).toEqual({ microphone: "m", output: "o", tried: true });
  shelf.setItem("guichet:headset", "{");
  expect(readHeadset(shelf)).toEqual(SYSTEM);
});

test("a microphone that is not plugged in today gives way to the system's, a refusal to nothing", async () => {
  const stream = {} as MediaStream;
  const asked: unknown[] = [];
  const open = (failing: string) => ({
    getUserMedia: (constraints: MediaStreamConstraints): Promise<MediaStream> => {
      const audio = constraints.audio as MediaTrackConstraints;
      asked.push(audio.deviceId ?? "system");
      return "deviceId" in audio ? Promise.reject(fail(failing)) : Promise.resolve(stream);
    },
  });
  expect(await openMicrophone(open("OverconstrainedError"), "gone")).toBe(stream);
  expect(asked).toEqual([{ exact: "gone" }, "system"]);
  await expect(openMicrophone(open("NotAllowedError"), "gone")).rejects.toThrow();
});

test("what went wrong is known by what can be done about it", () => {
  const names = ["NotAllowedError", "NotFoundError", "NotReadableError", "InsecureError", "TypeError"];
  expect(names.map((name) => findTrouble(fail(name)))).toEqual(["refused", "missing", "busy", "insecure", "unknown"]);
  expect(findTrouble(getTrouble())).toBe("insecure");
});

function getTrouble(): unknown {
  try {
    return getDevices(undefined);
  } catch (error) {
    return error;
  }
}
