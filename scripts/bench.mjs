/** `npm run bench -- OPTIONS`: sets up, bundles the benchmark into out/bench/, then becomes it. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root, setup } from "./setup.mjs";

setup();

const { buildBench } = await import("./buildBench.mjs");
const outdir = join(root, "out/bench");
await buildBench(outdir);

// npm moved to the project's root; paths on the command line are meant from where the user stands.
if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
await import(pathToFileURL(join(outdir, "main.cjs")).href);
