/** `npm run package`: builds, packages the extension as a VSIX in the project's folder and lists its content. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root, setup } from "./setup.mjs";

setup();

const { packageExtension } = await import("./vscode/packageExtension.mjs");
const { name, version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

const vsix = join(root, `${name}-${version}.vsix`);
await packageExtension(vsix);
