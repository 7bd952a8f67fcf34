/** An import of a webview's entry: sets the time zone before any time is written. */
import { setTimeZone } from "../src/runs/localTime";

setTimeZone(document.body.dataset.timeZone);
