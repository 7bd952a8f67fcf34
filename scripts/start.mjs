/**
 * `npm start [-- FOLDER]`: opens a folder in VS Code with the extension. If the command `code` is missing or fails, VS
 * Code's server runs until Ctrl-C, and its address for a browser is printed.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { root, setup } from "./setup.mjs";

setup();

const folder = resolve(process.env.INIT_CWD ?? root, process.argv[2] ?? ".");
if (!openDesktop()) await openInBrowser();

/** Opens VS Code. @returns false when the command `code` is missing or fails */
function openDesktop() {
  const args = [`--extensionDevelopmentPath=${root}`, folder];
  // On Windows `code` is a .cmd file, which needs the shell.
  const windows = process.platform === "win32";
  const { status, error } = spawnSync("code", windows ? args.map((arg) => `"${arg}"`) : args, {
    stdio: "inherit",
    shell: windows,
  });
  return !error && status === 0;
}

async function openInBrowser() {
  const { packageExtension } = await import("./vscode/packageExtension.mjs");
  const { startServer } = await import("./vscode/startServer.mjs");
  const data = join(root, ".vscode-test/start");
  mkdirSync(data, { recursive: true });
  const vsix = join(data, "fitting-room.vsix");
  await packageExtension(vsix);
  const server = await startServer({ folder: data, extensions: [vsix] });
  console.log(`There is no code command here; VS Code's server shows Fitting Room in a browser at
  ${server.url}/?folder=${encodeURIComponent(folder)}
Ctrl-C ends it.`);
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) {
    process.once(signal, async () => {
      await server.stop();
      process.exit(0);
    });
  }
}
