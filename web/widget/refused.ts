/** The frame on a site that is not allowed: it can be closed, and leads to our own page. */

const around = new URLSearchParams(location.search).get("origin") ?? "";
parent.postMessage({ guichet: "ready" }, around);
document.querySelector("[data-close]")?.addEventListener("click", () => parent.postMessage({ guichet: "close" }, around));
