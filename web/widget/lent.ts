/** What the page of the frame has and lends to the pieces that it fetches: they take it from here and do not carry it again. */

import * as http from "../shared/data/http";
import * as key from "../shared/data/key";
import * as page from "../shared/data/page";
import * as shelf from "../shared/data/shelf";
import * as text from "../shared/data/text";
import * as keptScript from "./data/kept-script";
import * as make from "./view/make";

/** `vite.piece.config.ts` reads the imports above. */
export const lent = { http, key, page, shelf, text, keptScript, make };
