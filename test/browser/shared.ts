import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { serveChromium } from "../../scripts/vscode/launchChromium.mjs";
import { packageExtension } from "../../scripts/vscode/packageExtension.mjs";
import { startServer } from "../../scripts/vscode/startServer.mjs";
import { artifactsFolder } from "./artifacts";

declare module "vitest" {
  interface ProvidedContext {
    /** Path of the packaged extension. */
    vsix: string;
    /** Address of the VS Code server that has the extension installed. */
    server: string;
    /** WebSocket address of the Chromium. */
    chromium: string;
  }
}

/** Packages the extension, and starts one VS Code server with it and one browser for all files. Removes earlier screenshots. */
export async function setup(project: TestProject) {
  await rm(artifactsFolder, { recursive: true, force: true });
  await mkdir(artifactsFolder, { recursive: true });
  const folder = await mkdtemp(join(tmpdir(), "fitting-room-vsix-"));
  const vsix = join(folder, "fitting-room.vsix");
  await packageExtension(vsix);
  const [server, chromium] = await Promise.all([startServer({ extensions: [vsix] }), serveChromium()]);
  project.provide("vsix", vsix);
  project.provide("server", server.url);
  project.provide("chromium", chromium.wsEndpoint());
  return async () => {
    await Promise.all([server.stop(), chromium.close()]);
    await rm(folder, { recursive: true, force: true });
  };
}
