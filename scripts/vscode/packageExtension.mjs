/** Packages the extension as VS Code installs it. */
import { createVSIX } from "@vscode/vsce";
import { root } from "../setup.mjs";

/**
 * Packages the build and prints the list of files with their sizes.
 * @param {string} packagePath
 */
export async function packageExtension(packagePath) {
  // Everything is bundled, so that node_modules is left out.
  await createVSIX({
    cwd: root,
    packagePath,
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
}
