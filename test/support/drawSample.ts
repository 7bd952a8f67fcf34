import { openSample } from "../../src/data/sample/keptSample";
import { cacheWithSample } from "./makeCache";

/** Draws the sample set once, before any test file runs. */
export function setup(): void {
  openSample(cacheWithSample, true);
}
