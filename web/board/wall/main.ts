// The texts are in place before an element that uses them is defined.
import { readPage } from "../../shared/data/page";
import { setLink } from "./data/calls";

setLink((readPage() as { readonly link: string }).link);
await import("./view/page");
