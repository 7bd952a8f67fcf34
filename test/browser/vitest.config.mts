import { defineConfig } from "vitest/config";
import { english } from "../support/english.mjs";
import { limits } from "../support/limits.mjs";

export default defineConfig({
  test: {
    env: english,
    include: ["test/browser/**/*.test.ts"],
    globalSetup: ["scripts/setup.mjs", "test/browser/packaged.ts"],
    // Each file has a server, a browser and a workspace of its own, and waits for them more than it computes.
    maxWorkers: 2,
    testTimeout: limits.test,
    hookTimeout: limits.test,
  },
});
