/** `npm run train -- OPTIONS`: sets up, then becomes the command line's `train`. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root, setup } from "./setup.mjs";

setup();

// npm moved to the project's root; paths on the command line are meant from where the user stands.
if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);

// In this very process, so that Ctrl-C, the terminal and the exit code are the command line's own.
const cli = join(root, "dist/cli.js");
process.argv.splice(1, 1, cli, "train");
await import(pathToFileURL(cli).href);
