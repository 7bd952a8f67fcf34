import { openSample } from "../../src/data/sample/keptSample";
import { cacheWithSample } from "./makeCache";

/** The sample set, read from the file that was written before all tests. */
export const sample = openSample(cacheWithSample, false);
