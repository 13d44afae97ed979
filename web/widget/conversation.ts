/** The conversation, fetched once a request is written: a page that only asks does not load what answers. */

import { readPage } from "../shared/data/page";
import "../chat/view/page";

readPage(); // before an element is made: none stands in the page yet
