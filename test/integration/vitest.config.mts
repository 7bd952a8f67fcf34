import { defineConfig } from "vitest/config";
import { english } from "../support/english.mjs";
import { limits } from "../support/limits.mjs";

export default defineConfig({
  test: {
    env: english,
    include: ["test/integration/**/*.test.ts"],
    // The built product is what the tests of processes run.
    globalSetup: "scripts/setup.mjs",
    // Half of them wait for processes of their own.
    maxWorkers: 3,
    testTimeout: limits.test,
    hookTimeout: limits.test,
    expect: { poll: { timeout: limits.wait } },
  },
});
