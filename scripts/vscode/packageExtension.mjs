/** Packages the extension as a VSIX, which VS Code installs. */
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createVSIX, listFiles, PackageManager } from "@vscode/vsce";
import { root } from "../setup.mjs";

/** The file whose lines decide which files are in the package. */
const rules = ".vscodeignore";

/**
 * Packages the build and prints the list of files with their sizes.
 * @param {string} packagePath path of the VSIX
 */
export async function packageExtension(packagePath) {
  await inCopy((cwd) =>
    // The bundles contain the dependencies, so that the package needs no node_modules.
    createVSIX({
      cwd,
      packagePath,
      dependencies: false,
      allowMissingRepository: true,
      rewriteRelativeLinks: false,
    }),
  );
}

/** Paths of the files in the package, relative to the project's folder. */
export function packagedFiles() {
  return inCopy((cwd) => listFiles({ cwd, packageManager: PackageManager.None }));
}

/**
 * Calls `work` with a temporary copy of the project without `node_modules`, `out` and all hidden entries but the rules.
 * vsce matches every file of its folder with every line of the rules. VS Code's server, which the tests install into a
 * hidden folder, would add 10 s.
 * @template T
 * @param {(folder: string) => Promise<T>} work
 */
async function inCopy(work) {
  const folder = mkdtempSync(join(tmpdir(), "fitting-room-package-"));
  try {
    const names = readdirSync(root).filter(
      (name) => !name.startsWith(".") && !["node_modules", "out"].includes(name),
    );
    for (const name of [...names, rules]) cpSync(join(root, name), join(folder, name), { recursive: true });
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
