import { defineConfig } from "vitest/config";
import { limits } from "./test/support/limits.mjs";

export default defineConfig({
  test: {
    include: ["test/unit/**/*.test.ts"],
    // Tests look into the built bundles.
    globalSetup: "scripts/setup.mjs",
    setupFiles: "test/unit/tensor/seeded.ts",
    maxWorkers: 2,
    // With a process for each of the hundred files, half of the time was spent on starting processes.
    isolate: false,
    testTimeout: limits.test,
    hookTimeout: limits.test,
    expect: { poll: { timeout: limits.wait } },
  },
});
