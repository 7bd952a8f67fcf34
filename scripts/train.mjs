/** `npm run train -- OPTIONS`: sets up, and runs the command line's `train` in this process. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root, setup } from "./setup.mjs";

setup();

// npm changes to the project's root, but paths on the command line are relative to the user's folder.
if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);

// The command line runs in this process, so that it uses the terminal, gets Ctrl-C and sets the exit code.
const cli = join(root, "dist/cli.js");
process.argv.splice(1, 1, cli, "train");
await import(pathToFileURL(cli).href);
