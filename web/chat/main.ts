// The texts are in place before an element that uses them is defined.
import { readPage } from "../shared/data/page";

readPage();
await import("./view/page");
if (document.querySelector("live-chat") !== null) await import("./view/live");
await import("./view/keep-link");
