import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/faults/**/*.test.ts"],
    globalSetup: "scripts/setup.mjs",
    // Most of them wait for somebody more than they compute.
    maxWorkers: 2,
    testTimeout: 60_000,
  },
});
