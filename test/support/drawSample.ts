import { openSample } from "../../src/data/sample/keptSample";
import { cacheWithSample } from "./makeCache";

/** Draws the sample set once, before all files of tests. */
export function setup(): void {
  openSample(cacheWithSample, true);
}
