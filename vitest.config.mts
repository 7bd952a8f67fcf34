import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/unit/**/*.test.ts"],
    // The built product is what the tests of processes run.
    globalSetup: "scripts/setup.mjs",
    // Half of them wait for processes of their own.
    maxWorkers: 2,
    testTimeout: 30_000,
    // A process that starts on a busy machine takes longer than the usual second.
    expect: { poll: { timeout: 15_000 } },
  },
});
