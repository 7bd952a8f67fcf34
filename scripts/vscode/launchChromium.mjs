/** A headless Chromium that connects to this machine only. */
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
];

/**
 * The path in `CHROMIUM_EXECUTABLE`, or that of the first Chromium or Chrome on the PATH or in /usr/bin; undefined if
 * there is none.
 */
export function findChromium() {
  if (process.env.CHROMIUM_EXECUTABLE) return process.env.CHROMIUM_EXECUTABLE;
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/bin"];
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => existsSync(path));
}

/** @throws {Error} when there is no Chromium. */
export async function launchChromium() {
  const { chromium } = await import("playwright-core");
  return chromium.launch(options());
}

/**
 * Starts a Chromium whose pages share one profile in a temporary folder. A profile on disk keeps compiled scripts; a
 * profile in memory does not. From then on, SIGTERM ends this process at once, and Chromium ends with this process.
 * @throws {Error} when there is no Chromium.
 */
export async function launchProfile() {
  const { chromium } = await import("playwright-core");
  // Vitest kills a worker half a second after SIGTERM, which may be too short for a browser to close. The exit handler
  // of Playwright kills the browser and removes its folders.
  process.once("SIGTERM", () => process.exit());
  return chromium.launchPersistentContext("", { ...options(), handleSIGTERM: false });
}

function options() {
  const executablePath = findChromium();
  if (!executablePath) throw new Error("There is no Chromium; name one in CHROMIUM_EXECUTABLE.");
  return { executablePath, args: flags };
}
