/** The extension as VS Code installs it. */
import { createVSIX, listFiles } from "@vscode/vsce";
import { root } from "../setup.mjs";

/** @param {string} packagePath */
export async function packageExtension(packagePath) {
  // Everything is bundled, so no package of node_modules goes along.
  await createVSIX({ cwd: root, packagePath, dependencies: false, allowMissingRepository: true });
}

/** The files that go into the package, relative to the project. */
export function packagedFiles() {
  return listFiles({ cwd: root, packagedDependencies: [] });
}
