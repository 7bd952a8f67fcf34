/** Runs a command of an installed package with this Node.js, without a shell, in the same way on every system. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./setup.mjs";

/**
 * @param {string} packageName
 * @param {string} command One of the package's `bin` entries.
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env] Added to the environment.
 * @param {"inherit" | number} [output] File descriptor for the tool's output. Default: the output of this process.
 * @returns {Promise<number>} The exit code; 1 when a signal ended the tool.
 */
export function runTool(packageName, command, args, env = {}, output = "inherit") {
  const folder = join(root, "node_modules", packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const script = join(folder, typeof bin === "string" ? bin : bin[command]);
  const child = spawn(process.execPath, [script, ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["inherit", output, output],
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}
