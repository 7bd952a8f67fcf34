/** Finds a VS Code for the tests that run inside the extension host. */
import { join } from "node:path";
import { root } from "../setup.mjs";
import { installServer, ServerUnavailableError } from "../vscode/installServer.mjs";
import { findChromium } from "../vscode/launchChromium.mjs";
import { PartUnavailableError } from "./PartUnavailableError.mjs";

/** Version of VS Code to download: that of the package `CODE_SERVER`, which is used if there is no desktop. */
const VERSION = "1.139.1";

/**
 * Returns the path of the executable that runs test suites in an extension host: the path in `VSCODE_EXECUTABLE` if it
 * is set, else a downloaded VS Code on a machine with a desktop, else VS Code's server with a browser.
 * @returns {Promise<string>}
 * @throws {PartUnavailableError} when none of them is available
 */
export async function findVSCode() {
  if (process.env.VSCODE_EXECUTABLE) return process.env.VSCODE_EXECUTABLE;
  const downloaded = hasDesktop() ? await downloadVSCode() : undefined;
  if (downloaded) return downloaded;
  installServerOrSkip();
  if (!findChromium()) {
    throw new PartUnavailableError(
      "There is no VS Code and no Chromium; name one in VSCODE_EXECUTABLE or CHROMIUM_EXECUTABLE.",
    );
  }
  return join(root, "scripts/vscode/code.mjs");
}

/** Installs VS Code's server. @throws {PartUnavailableError} when it cannot be installed */
export function installServerOrSkip() {
  try {
    installServer();
  } catch (error) {
    if (!(error instanceof ServerUnavailableError)) throw error;
    throw new PartUnavailableError(error.message);
  }
}

function hasDesktop() {
  return process.platform !== "linux" || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

async function downloadVSCode() {
  const { downloadAndUnzipVSCode } = await import("@vscode/test-electron");
  const cachePath = join(root, ".vscode-test");
  try {
    return await downloadAndUnzipVSCode({ version: VERSION, cachePath, timeout: 10_000 });
  } catch (error) {
    console.error(`VS Code could not be downloaded: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
}
