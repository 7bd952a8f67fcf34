import { readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";
import { limits } from "./test/support/limits.mjs";

export default defineConfig({
  plugins: [
    {
      name: "fitting-room:tsconfig",
      // A cached module is found by its source, but the compiled code also depends on the compiler's options.
      configureVitest({ experimental_defineCacheKeyGenerator }) {
        const options = readFileSync(new URL("tsconfig.json", import.meta.url), "utf8");
        experimental_defineCacheKeyGenerator(() => options);
      },
    },
  ],
  test: {
    // Without the cache, compiling the modules takes a tenth of the time of all tests.
    experimental: { fsModuleCache: true },
    include: ["test/unit/**/*.test.ts"],
    // The set-up builds the bundles, which some tests read.
    globalSetup: "scripts/setup.mjs",
    setupFiles: "test/unit/tensor/seeded.ts",
    maxWorkers: 2,
    // With a process for each test file, starting processes would take half of the time.
    isolate: false,
    testTimeout: limits.test,
    hookTimeout: limits.test,
    expect: { poll: { timeout: limits.wait } },
  },
});
