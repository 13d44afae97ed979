/** How each channel is called on the screens of those who answer and steer. */

import type { Channel } from "../words/live";
import { gettext } from "./text";

export function nameChannel(channel: Channel): string {
  switch (channel) {
    case "voice":
      return gettext("Telephone");
    case "callback":
      return gettext("Callback");
    case "video":
      return gettext("Video");
    case "chat":
      return gettext("Chat");
    case "visit":
      return gettext("Counter");
    case "email":
      return gettext("E-mail");
    case "sms":
      return gettext("SMS");
    case "social":
      return gettext("Social networks");
    case "letter":
      return gettext("Letters");
    case "message":
      return gettext("Messages left");
  }
}
