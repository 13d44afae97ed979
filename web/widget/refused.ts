/** The frame on a site that is not allowed: it can be closed, and leads to our own page. */

import { tellAround } from "./data/tell";

const around = new URLSearchParams(location.search).get("origin") ?? "";
tellAround(around, "ready");
document.querySelector("[data-close]")?.addEventListener("click", () => tellAround(around, "close"));
