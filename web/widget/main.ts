// The texts are in place before an element that uses them is defined.
import { readPage } from "../shared/data/page";
import { start } from "./view/frame";

start(readPage());
