import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/faults/**/*.test.ts"],
    globalSetup: "scripts/setup.mjs",
    // Most of them wait for somebody more than they compute.
    maxWorkers: 2,
    testTimeout: 60_000,
    // A process that starts on a busy machine takes longer than the usual second.
    expect: { poll: { timeout: 15_000 } },
  },
});
