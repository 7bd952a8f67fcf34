/** Packages the extension as VS Code installs it. */
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createVSIX } from "@vscode/vsce";
import { root } from "../setup.mjs";

/** vsce matches every file of its folder with every line of this file. */
const rules = ".vscodeignore";

/**
 * Packages the build and prints the list of files with their sizes. A copy of the project is packaged, without installed
 * packages and hidden folders: with VS Code's server in one of them, vsce takes 10 s longer.
 * @param {string} packagePath
 */
export async function packageExtension(packagePath) {
  const cwd = mkdtempSync(join(tmpdir(), "fitting-room-package-"));
  try {
    const names = readdirSync(root).filter((name) => !name.startsWith(".") && name !== "node_modules");
    for (const name of [...names, rules]) cpSync(join(root, name), join(cwd, name), { recursive: true });
    // Everything is bundled, so that node_modules is left out.
    await createVSIX({
      cwd,
      packagePath,
      dependencies: false,
      allowMissingRepository: true,
      rewriteRelativeLinks: false,
    });
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}
