import { defineConfig } from "vitest/config";
import { limits } from "../support/limits.mjs";

export default defineConfig({
  test: {
    include: ["test/browser/**/*.test.ts"],
    globalSetup: ["scripts/setup.mjs", "test/browser/packaged.ts"],
    // One workbench at a time: the machine trains as well.
    fileParallelism: false,
    testTimeout: limits.test,
    hookTimeout: limits.test,
  },
});
