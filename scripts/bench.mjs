/** `npm run bench -- OPTIONS`: sets up, bundles the benchmark into out/bench/, then becomes it. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root, setup } from "./setup.mjs";

setup();

const { build } = await import("esbuild");
const outdir = join(root, "out/bench");
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

// npm moved to the project's root; paths on the command line are meant from where the user stands.
if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
await import(pathToFileURL(join(outdir, "main.cjs")).href);
