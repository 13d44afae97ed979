/** The sound of the call that this supervisor attends, by the same softphone as an agent's. */

import { readHeadset } from "../../channels/voice/data/devices";
import { Joint } from "../../channels/voice/data/joint";
import { Softphone } from "../../channels/voice/data/softphone";
import { openShelf, shelf } from "../../shared/data/shelf";
import { doors } from "./calls";

/** Whatever the softphone wants of a call that it cannot have here, attending ends: the supervisor asks again. */
export const attendance = new Softphone({
  doors: {
    answer: (leg, sdp) => doors.answer(leg, sdp),
    steer: (leg) => doors.leave(leg),
    consult: () => Promise.resolve(),
    press: () => Promise.resolve(),
  },
  locks: "locks" in navigator ? navigator.locks : null,
  tab: openShelf(() => sessionStorage).shelf,
  join: (changed) => new Joint(changed),
  readHeadset: () => readHeadset(shelf),
});
