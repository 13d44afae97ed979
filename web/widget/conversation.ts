/** The conversation, fetched once a request is written: a page that only asks does not load what answers. */

import "../chat/view/page";
