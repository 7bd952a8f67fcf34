import { defineConfig } from "vitest/config";
import { english } from "../support/english.mjs";
import { limits } from "../support/limits.mjs";
import { noExtraCertificates } from "../support/noExtraCertificates.mjs";

export default defineConfig({
  test: {
    env: { ...english, ...noExtraCertificates },
    include: ["test/browser/**/*.test.ts"],
    globalSetup: ["scripts/setup.mjs", "test/browser/shared.ts"],
    // A file has a window of its own. It waits for the window more than it computes.
    maxWorkers: 3,
    // The files of a worker use one browser, which compiles the scripts of VS Code once: see `newProfile.ts`.
    isolate: false,
    testTimeout: limits.test,
    hookTimeout: limits.test,
    // Each look at a page takes time of Chromium and of Vitest, of which a training and the page then have less.
    expect: { poll: { timeout: limits.wait, interval: 100 } },
  },
});
