/** What the frame and the site around it tell each other: nothing of what is said in the conversation, and only to one another. */

/** From the site: its visitor opened or closed the frame. */
export interface Shown {
  readonly guichet: "shown";
  readonly open: boolean;
}

/** From the frame: it works; its visitor wants it closed; so many messages wait to be read. */
export interface Told {
  readonly guichet: "ready" | "close" | "unread";
  readonly count?: number;
}
