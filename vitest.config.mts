import { readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";
import { limits } from "./test/support/limits.mjs";

export default defineConfig({
  plugins: [
    {
      name: "fitting-room:tsconfig",
      // A cached module is found by its content, but the compiler's options also decide what becomes of it.
      configureVitest({ experimental_defineCacheKeyGenerator }) {
        const options = readFileSync(new URL("tsconfig.json", import.meta.url), "utf8");
        experimental_defineCacheKeyGenerator(() => options);
      },
    },
  ],
  test: {
    // Compiling 700 modules takes a tenth of the time of all tests.
    experimental: { fsModuleCache: true },
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
