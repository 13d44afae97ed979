// The texts are in place before an element that uses them is defined.
import { readPage } from "../shared/data/page";
import { lent } from "./lent";
import { start } from "./view/frame";

Object.assign(globalThis, { guichet: lent });
start(readPage());
