import { defineConfig } from "vitest/config";
import { english } from "../support/english.mjs";
import { limits } from "../support/limits.mjs";
import { ownCache } from "../support/ownCache.mjs";

export default defineConfig({
  test: {
    env: { ...english, ...ownCache },
    include: ["test/integration/**/*.test.ts"],
    // Tests of processes run the built product.
    globalSetup: "scripts/setup.mjs",
    // Half of the workers wait for processes of their own.
    maxWorkers: 4,
    testTimeout: limits.test,
    hookTimeout: limits.test,
    expect: { poll: { timeout: limits.wait } },
  },
});
