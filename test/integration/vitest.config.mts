import { defineConfig } from "vitest/config";
import { english } from "../support/english.mjs";
import { limits } from "../support/limits.mjs";
import { noExtraCertificates } from "../support/noExtraCertificates.mjs";
import { ownCache } from "../support/ownCache.mjs";

/** A test file that takes all memory for tensors in its process, and therefore needs a process of its own. */
const filling = "test/integration/trainer/RunTrainer.test.ts";

export default defineConfig({
  test: {
    env: { ...english, ...noExtraCertificates, ...ownCache },
    // Tests that start processes run the built product.
    globalSetup: ["scripts/setup.mjs", "test/support/drawSample.ts"],
    // At any time about half of the workers wait for processes that they have started, so more workers than cores can
    // run at once. `npm test` runs the tests of `test/faults` at the same time, so there are no more than three.
    maxWorkers: 3,
    testTimeout: limits.test,
    hookTimeout: limits.test,
    expect: { poll: { timeout: limits.wait } },
    projects: [
      {
        extends: true,
        // The files that one worker runs share a process and its loaded modules.
        test: {
          name: "shared",
          include: ["test/integration/**/*.test.ts"],
          exclude: [filling],
          isolate: false,
        },
      },
      { extends: true, test: { name: "alone", include: [filling] } },
    ],
  },
});
