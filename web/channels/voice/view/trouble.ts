/** Why there is no sound, and what to do about it. */

import { gettext } from "../../../shared/data/text";
import type { Trouble } from "../data/devices";

export function explainTrouble(trouble: Trouble): string {
  switch (trouble) {
    case "refused":
      return gettext("The browser does not let this page use the microphone. Click on the icon left of the address, allow the microphone, then try your headset.");
    case "missing":
      return gettext("No microphone was found. Plug in your headset, then try it.");
    case "busy":
      return gettext("Another program keeps the microphone for itself. Close it, then try your headset.");
    case "insecure":
      return gettext("A browser gives the microphone only to pages whose address begins with https. Tell your administrator.");
    case "unknown":
      return gettext("The sound could not be set up. Load the page again, then try your headset.");
  }
}
