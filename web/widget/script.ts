/** Scripts, fetched once a reason is chosen about which one answers first: an organisation without any loads none of it. */

export { begin } from "./data/script";
export { ScriptTalk } from "./view/script";
export { drawWaysOn } from "./view/ways-on";
