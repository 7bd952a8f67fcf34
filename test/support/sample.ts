import { openSample } from "../../src/data/sample/keptSample";
import { cacheWithSample } from "./makeCache";

/** The sample set, read from the file that was drawn before all tests. */
export const sample = openSample(cacheWithSample, false);
