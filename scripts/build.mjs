/** Bundles the product into dist/: one file for each process that runs it. */
import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** @type {import("esbuild").BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  sourcemap: "linked",
  sourcesContent: false,
  logLevel: "warning",
};

rmSync(join(root, "dist"), { recursive: true, force: true });
const builds = [
  build({
    ...common,
    entryPoints: { extension: "src/extension.ts", trainer: "src/trainer/main.ts", cli: "src/cli.ts" },
    outdir: "dist",
    platform: "node",
    target: "node20",
    format: "cjs",
    external: ["vscode"],
    keepNames: true,
  }),
  build({
    ...common,
    entryPoints: { webview: "webview/main.tsx" },
    outdir: "dist",
    platform: "browser",
    target: "es2022",
    format: "esm",
    jsx: "automatic",
    jsxImportSource: "preact",
  }),
];
try {
  await Promise.all(builds);
} catch {
  // esbuild has said what is wrong.
  process.exitCode = 1;
}
