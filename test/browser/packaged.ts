import { rmSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { packageExtension } from "../../scripts/vscode/packageExtension.mjs";
import { artifactsFolder } from "./artifacts";

declare module "vitest" {
  interface ProvidedContext {
    /** The packaged extension. */
    vsix: string;
  }
}

/** Packages the extension once for all files, and begins with no screenshots of an earlier time. */
export async function setup(project: TestProject) {
  await rm(artifactsFolder, { recursive: true, force: true });
  await mkdir(artifactsFolder, { recursive: true });
  const folder = await mkdtemp(join(tmpdir(), "fitting-room-vsix-"));
  const vsix = join(folder, "fitting-room.vsix");
  await packageExtension(vsix);
  project.provide("vsix", vsix);
  return () => rmSync(folder, { recursive: true, force: true });
}
