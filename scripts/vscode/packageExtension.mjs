/** The extension as VS Code installs it. */
import { createVSIX } from "@vscode/vsce";
import { root } from "../setup.mjs";

/**
 * Packages what is built, and prints the list of files with their sizes.
 * @param {string} packagePath
 */
export async function packageExtension(packagePath) {
  // Everything is bundled, so no package of node_modules goes along.
  await createVSIX({
    cwd: root,
    packagePath,
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
}
