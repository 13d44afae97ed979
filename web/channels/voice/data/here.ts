/** The telephone of this page. */

import { openShelf, shelf } from "../../../shared/data/shelf";
import { readHeadset } from "./devices";
import { callDoors } from "./doors";
import { Joint } from "./joint";
import { Softphone } from "./softphone";

export const telephone = new Softphone({
  doors: callDoors,
  locks: "locks" in navigator ? navigator.locks : null,
  tab: openShelf(() => sessionStorage).shelf,
  join: (changed) => new Joint(changed),
  readHeadset: () => readHeadset(shelf),
});
