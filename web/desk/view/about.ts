/** What stands beside the exchange: the contact, the answers to it, the person and the history. */

import { html, type TemplateResult } from "lit";
import { gettext } from "../../shared/data/text";
import type { ArticleChoice } from "../../shared/words/answers";
import type { Card } from "../../shared/words/live";
import type { ArticleShelf } from "../data/articles";
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
  insert(article: ArticleChoice): void;
  read(contact: string): void;
}

export function drawAbout({ card, shelf, drafts, keys, insert, read }: Beside): TemplateResult {
  return html`<aside class="about" id="pane-about" tabindex="0" aria-label=${gettext("Answers, person and history")}>
    <contact-facts .card=${card}></contact-facts>
    <article-panel
      .card=${card}
      .shelf=${shelf}
      .drafts=${drafts}
      .keys=${keys}
      @insert=${(event: CustomEvent<ArticleChoice>) => insert(event.detail)}
    ></article-panel>
    <person-history .contact=${card.contact} @read=${(event: CustomEvent<string>) => read(event.detail)}></person-history>
  </aside>`;
}
