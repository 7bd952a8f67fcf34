/** The product's bundles: one script in dist/ for each kind of process and for each webview. */
import { root, views } from "./setup.mjs";

/** @typedef {import("esbuild").BuildOptions & { metafile: true }} Bundle */

/** @satisfies {import("esbuild").BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  sourcemap: "linked",
  sourcesContent: false,
  // The metafile names the packages in a bundle, whose licences must be shipped.
  metafile: true,
  outdir: "dist",
};

/** @type {Bundle[]} */
export const bundles = [
  {
    ...common,
    entryPoints: {
      extension: "src/extension.ts",
      trainer: "src/trainer/main.ts",
      inspector: "src/inspector/main.ts",
      cli: "src/cli.ts",
    },
    platform: "node",
    target: "node20",
    format: "cjs",
    external: ["vscode"],
    keepNames: true,
  },
  {
    ...common,
    entryPoints: Object.fromEntries(views.map((view) => [`webview/${view}`, `webview/views/${view}.tsx`])),
    platform: "browser",
    target: "es2022",
    format: "esm",
    jsx: "automatic",
    jsxImportSource: "preact",
  },
];
