import { defineConfig } from "vitest/config";
import { limits } from "./test/support/limits.mjs";

export default defineConfig({
  test: {
    include: ["test/unit/**/*.test.ts"],
    // The built bundles are looked into.
    globalSetup: "scripts/setup.mjs",
    setupFiles: "test/unit/tensor/seeded.ts",
    maxWorkers: 2,
    // A process for each of a hundred files took half of the time.
    isolate: false,
    testTimeout: limits.test,
    hookTimeout: limits.test,
    expect: { poll: { timeout: limits.wait } },
  },
});
