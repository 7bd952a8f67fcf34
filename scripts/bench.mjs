/** `npm run bench -- OPTIONS`: sets up, bundles the benchmark into out/bench/, and runs it in this process. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root, setup } from "./setup.mjs";

setup();

const { buildBench } = await import("./buildBench.mjs");
const outdir = join(root, "out/bench");
await buildBench(outdir);

// npm changes to the project's root, but paths on the command line are relative to the user's folder.
if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
await import(pathToFileURL(join(outdir, "main.cjs")).href);
