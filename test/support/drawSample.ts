import { openSample } from "../../src/data/sample/keptSample";
import { cacheWithSample } from "./makeCache";

/** Writes the sample set into the cache folder of the tests, if it is not there, before any test file runs. */
export function setup(): void {
  openSample(cacheWithSample, true);
}
