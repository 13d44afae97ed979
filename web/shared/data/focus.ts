/** Where the focus was, when what held it goes away. */

/** A place in a page, as far as this is concerned. */
export interface Place {
  readonly isConnected: boolean;
}

/** What still stands around something that went away, given it and all that stood around it; null when it did not go away. */
export function findLeft<Kind extends Place>(path: readonly Kind[]): Kind | null {
  const [held, ...around] = path;
  if (held === undefined || held.isConnected) return null;
  return around.find(({ isConnected }) => isConnected) ?? null;
}
