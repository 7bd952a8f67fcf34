/** Bundles the suites that run inside the extension host into out/vscode/, with source maps. */
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { root } from "../setup.mjs";

const source = join(root, "test/vscode");
const outdir = join(root, "out/vscode");

export async function buildSuites() {
  rmSync(outdir, { recursive: true, force: true });
  const suites = readdirSync(source).filter((name) => name.endsWith(".test.ts"));
  await build({
    absWorkingDir: root,
    entryPoints: [...suites, "ResultsReporter.ts"].map((name) => join(source, name)),
    outdir,
    outExtension: { ".js": ".cjs" },
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    // The extension host's process provides both modules.
    external: ["vscode", "mocha"],
    sourcemap: "inline",
    logLevel: "warning",
  });
}
