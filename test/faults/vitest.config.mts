import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/faults/**/*.test.ts"],
    globalSetup: "scripts/setup.mjs",
    testTimeout: 60_000,
  },
});
