/** Packages the extension as a VSIX, which VS Code installs. */
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createVSIX } from "@vscode/vsce";
import { root } from "../setup.mjs";

/** The file whose lines decide which files are in the package. */
const rules = ".vscodeignore";

/**
 * Packages the build and prints the list of files with their sizes. vsce matches every file of its folder with every
 * line of the rules, which takes 10 s more with VS Code's server in a hidden folder. Therefore a copy of the project is
 * packaged, without installed packages and hidden folders.
 * @param {string} packagePath path of the VSIX
 */
export async function packageExtension(packagePath) {
  const cwd = mkdtempSync(join(tmpdir(), "fitting-room-package-"));
  try {
    const names = readdirSync(root).filter((name) => !name.startsWith(".") && name !== "node_modules");
    for (const name of [...names, rules]) cpSync(join(root, name), join(cwd, name), { recursive: true });
    // The bundles contain the dependencies, so that the package needs no node_modules.
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
