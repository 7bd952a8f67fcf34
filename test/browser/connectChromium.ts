import { type Browser, chromium } from "playwright-core";
import { inject } from "vitest";

/** Connects to the browser of all files. Closing the connection closes only its own pages. */
export function connectChromium(): Promise<Browser> {
  return chromium.connect(inject("chromium"));
}
