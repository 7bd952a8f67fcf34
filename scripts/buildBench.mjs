/** Bundles the benchmark: its main program, and each program that it starts in a process of its own. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { root } from "./setup.mjs";

/** @type {import("esbuild").BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  target: "node20",
  logLevel: "warning",
};

/**
 * Keeps the project's scripts out of a bundle, since they find files relative to their own path.
 * @type {import("esbuild").Plugin}
 */
const scriptsStay = {
  name: "scripts-stay",
  setup({ onResolve }) {
    onResolve({ filter: /\/scripts\/.*\.mjs$/ }, ({ path, resolveDir }) => ({
      path: pathToFileURL(join(resolveDir, path)).href,
      external: true,
    }));
  },
};

/** @param {string} outdir */
export async function buildBench(outdir) {
  await build({
    ...common,
    entryPoints: {
      main: "test/bench/main.ts",
      kernelPeaks: "test/bench/programs/kernelPeaks.ts",
      sweep: "test/bench/programs/sweep.ts",
    },
    outdir,
    outExtension: { ".js": ".cjs" },
    format: "cjs",
  });
  await build({
    ...common,
    entryPoints: {
      dashboard: "test/bench/programs/dashboard.ts",
      model: "test/bench/programs/model.ts",
      watching: "test/bench/programs/watching.ts",
    },
    outdir,
    outExtension: { ".js": ".mjs" },
    format: "esm",
    packages: "external",
    plugins: [scriptsStay],
  });
}
