/** `npm run package`: builds, packages the extension as a VSIX in the project's folder and lists what is in it. */
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { root, setup } from "./setup.mjs";

setup();

const { packageExtension, packagedFiles } = await import("./vscode/packageExtension.mjs");
const { name, version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

const vsix = join(root, `${name}-${version}.vsix`);
await packageExtension(vsix);

for (const path of await packagedFiles()) console.log(`${kilobytes(join(root, path))}  ${path}`);
console.log(`${kilobytes(vsix)}  ${vsix}`);

/** @param {string} path */
function kilobytes(path) {
  return `${(statSync(path).size / 1000).toFixed(1)} kB`.padStart(12);
}
