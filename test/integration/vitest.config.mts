import { defineConfig } from "vitest/config";
import { english } from "../support/english.mjs";
import { limits } from "../support/limits.mjs";
import { ownCache } from "../support/ownCache.mjs";

/** A file that fills all of the process's memory for tensors. */
const filling = "test/integration/trainer/RunTrainer.test.ts";

export default defineConfig({
  test: {
    env: { ...english, ...ownCache },
    // Tests of processes run the built product.
    globalSetup: ["scripts/setup.mjs", "test/support/drawSample.ts"],
    // Half of the workers wait for processes of their own.
    maxWorkers: 4,
    testTimeout: limits.test,
    hookTimeout: limits.test,
    expect: { poll: { timeout: limits.wait } },
    projects: [
      {
        extends: true,
        // The files that one worker runs share a process and what it has loaded.
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
