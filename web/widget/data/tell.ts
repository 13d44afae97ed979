/** The page that a frame stands in, told by messages to its origin alone. Opened directly there is none, and nobody is told anything. */
export function tellAround(around: string, word: "ready" | "close", target: Pick<Window, "postMessage"> = parent): void {
  if (around !== "") target.postMessage({ guichet: word }, around);
}
