import { openSample } from "../../src/data/sample/keptSample";
import { cacheWithSample } from "./makeCache";

/** The sample set, read from where it was drawn before all tests. */
export const sample = openSample(cacheWithSample, false);
