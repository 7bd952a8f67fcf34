import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { packageExtension } from "../../scripts/vscode/packageExtension.mjs";
import { startServer } from "../../scripts/vscode/startServer.mjs";
import { artifactsFolder } from "./artifacts";

declare module "vitest" {
  interface ProvidedContext {
    /** Path of the packaged extension. */
    vsix: string;
    /** Address of the VS Code server that has the extension installed. */
    server: string;
  }
}

/** Packages the extension, and starts one VS Code server with it for all files. Removes earlier screenshots. */
export async function setup(project: TestProject) {
  await rm(artifactsFolder, { recursive: true, force: true });
  await mkdir(artifactsFolder, { recursive: true });
  const folder = await mkdtemp(join(tmpdir(), "fitting-room-vsix-"));
  const vsix = join(folder, "fitting-room.vsix");
  await packageExtension(vsix);
  const server = await startServer({ extensions: [vsix] });
  project.provide("vsix", vsix);
  project.provide("server", server.url);
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
