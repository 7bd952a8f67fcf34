/** Bundles the benchmark, a file for each of its processes. */
import { build } from "esbuild";
import { root } from "./setup.mjs";

/** @param {string} outdir */
export async function buildBench(outdir) {
  await build({
    absWorkingDir: root,
    entryPoints: {
      main: "test/bench/main.ts",
      kernelPeaks: "test/bench/programs/kernelPeaks.ts",
      sweep: "test/bench/programs/sweep.ts",
    },
    outdir,
    outExtension: { ".js": ".cjs" },
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    logLevel: "warning",
  });
}
