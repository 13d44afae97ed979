/** What was said and recorded, to be listened to: each listening leaves a trace, and the page says so. */

import { html, type TemplateResult } from "lit";
import { gettext } from "../../../shared/data/text";
import type { RecordingFacts } from "../../../shared/words/live";

export function drawRecording(contact: string, { recording, seconds }: RecordingFacts): TemplateResult {
  const length = gettext("{minutes} min {seconds} s", { minutes: Math.floor(seconds / 60), seconds: seconds % 60 });
  return html`<p class="row">
    <audio
      controls
      preload="none"
      aria-label=${gettext("What was said, {length}", { length })}
      src="/live/contacts/${contact}/recordings/${recording}"
    ></audio>
    <span class="soft small">${gettext("{length}. Each listening is written down.", { length })}</span>
  </p>`;
}
