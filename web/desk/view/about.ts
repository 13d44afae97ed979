/** What stands beside the exchange: the contact, the answers to it, the person and the history. */

import { html, type TemplateResult } from "lit";
import { gettext } from "../../shared/data/text";
import type { Card } from "../../shared/words/live";
import type { ArticleShelf } from "../data/articles";
import type { Insertable } from "../data/beside";
import type { DraftKeeper } from "../data/drafts";
import "./articles";
import "./facts";
import "./person";

export interface Beside {
  readonly card: Card;
  readonly shelf: ArticleShelf;
  readonly drafts: DraftKeeper;
  /** The keys that insert an answer; "": shortcuts are off. */
  readonly keys: string;
  insert(given: Insertable): void;
  /** A model drafts answers. */
  readonly drafting: boolean;
  read(contact: string): void;
}

export function drawAbout({ card, shelf, drafts, keys, drafting, insert, read }: Beside): TemplateResult {
  return html`<aside class="about" id="pane-about" tabindex="0" aria-label=${gettext("Answers, person and history")}>
    <contact-facts .card=${card}></contact-facts>
    <article-panel
      .card=${card}
      .shelf=${shelf}
      .drafts=${drafts}
      .keys=${keys}
      .drafting=${drafting}
      @insert=${(event: CustomEvent<Insertable>) => insert(event.detail)}
    ></article-panel>
    <person-history .contact=${card.contact} @read=${(event: CustomEvent<string>) => read(event.detail)}></person-history>
  </aside>`;
}
