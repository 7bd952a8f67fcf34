import { defineConfig } from "vitest/config";
import { english } from "../support/english.mjs";
import { limits } from "../support/limits.mjs";
import { noExtraCertificates } from "../support/noExtraCertificates.mjs";

export default defineConfig({
  test: {
    env: { ...english, ...noExtraCertificates },
    include: ["test/browser/**/*.test.ts"],
    globalSetup: ["scripts/setup.mjs", "test/browser/shared.ts"],
    // Most files wait for a window of their own most of the time, so three files run at once.
    maxWorkers: 3,
    // The files of a worker use one browser, which compiles the scripts of VS Code once: see `newProfile.ts`.
    isolate: false,
    testTimeout: limits.test,
    hookTimeout: limits.test,
    // Each poll of a page takes processor time from the training and the page, so polls are at least 100 ms apart.
    expect: { poll: { timeout: limits.wait, interval: 100 } },
  },
});
