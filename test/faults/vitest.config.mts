import { defineConfig } from "vitest/config";
import { english } from "../support/english.mjs";
import { limits } from "../support/limits.mjs";
import { noExtraCertificates } from "../support/noExtraCertificates.mjs";
import { ownCache } from "../support/ownCache.mjs";

export default defineConfig({
  test: {
    env: { ...english, ...noExtraCertificates, ...ownCache },
    include: ["test/faults/**/*.test.ts"],
    globalSetup: ["scripts/setup.mjs", "test/support/drawSample.ts"],
    // Most workers wait for processes more than they compute. `npm test` runs the integration tests at the same time.
    maxWorkers: 3,
    // The files that one worker runs share a process and its loaded modules.
    isolate: false,
    testTimeout: limits.test,
    hookTimeout: limits.test,
    expect: { poll: { timeout: limits.wait } },
  },
});
