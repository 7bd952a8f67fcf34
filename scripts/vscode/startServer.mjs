/** Runs VS Code's server, whose workbench a browser opens, separate from the user's own VS Code. */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { installServer } from "./installServer.mjs";

/**
 * Time (ms) between two requests that keep a server in a temporary folder running. This server ends by itself 5 minutes
 * after the last of these requests.
 */
const KEEP_ALIVE_MS = 60_000;

/** Settings that keep the workbench from opening, updating or reporting anything by itself. */
const quietSettings = {
  "workbench.startupEditor": "none",
  "workbench.enableExperiments": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "extensions.autoUpdate": false,
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "chat.disableAIFeatures": true,
  "git.enabled": false,
};

/**
 * The built-in extensions that a server in a temporary folder has. VS Code comes with about 100 built-in extensions,
 * and a window that loads all of them takes 1 to 2 s more CPU time.
 */
const builtIn = ["json", "theme-defaults", "theme-modern-icons", "theme-seti"];

/**
 * @typedef {object} ServerOptions
 * @property {string} [folder] Folder in which the server keeps everything. Default: a temporary folder, which is
 * removed when the server ends. Of the built-in extensions, a server in a temporary folder has only `builtIn`.
 * @property {string[]} [extensions] VSIX files to install first.
 * @property {Record<string, unknown>} [settings] Settings in addition to `quietSettings`, which they can override.
 * @property {boolean} [testDriver] Lets a page load an extension under development; hides notification toasts.
 * @property {boolean} [workspaceTrust] Whether VS Code asks for trust in a folder. By default every folder is trusted.
 * @property {NodeJS.ProcessEnv} [env] Added to the environment of the server and all that it starts.
 *
 * @typedef {object} Server
 * @property {string} url The server's address, with no slash at the end.
 * @property {string} host Host and port of `url`, as `vscode-remote` addresses need them.
 * @property {() => Promise<void>} stop Ends the server with every process that it started.
 */

/**
 * @param {ServerOptions} options
 * @returns {Promise<Server>}
 */
export async function startServer(options) {
  const server = installServer();
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), "fitting-room-"));
  const removeFolder = () => {
    if (!options.folder) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const environment = { ...ownEnvironment(folder), ...options.env };
  const places = [
    "--server-data-dir",
    join(folder, "server"),
    "--extensions-dir",
    join(folder, "extensions"),
  ];

  writeSettings(folder, { ...quietSettings, ...options.settings });
  for (const vsix of options.extensions ?? []) {
    const args = [server.main, ...places, "--install-extension", vsix, "--force"];
    const { status, stdout, stderr } = spawnSync(server.node, args, { env: environment, encoding: "utf8" });
    if (status !== 0) throw new Error(`VS Code refused to install ${vsix}:\n${stdout}${stderr}`);
  }

  const flags = [
    "--host",
    "127.0.0.1",
    "--port",
    "0",
    "--without-connection-token",
    "--telemetry-level",
    "off",
  ];
  flags.push("--accept-server-license-terms");
  if (!options.workspaceTrust) flags.push("--disable-workspace-trust");
  if (!options.folder) {
    flags.push("--builtin-extensions-dir", linkBuiltIn(folder, server.main));
    // If this process is killed, the server ends by itself after 5 minutes.
    flags.push("--enable-remote-auto-shutdown", "--reconnection-grace-time", "30");
  }
  if (options.testDriver) flags.push("--enable-smoke-test-driver");
  const child = spawn(server.node, [server.main, ...places, ...flags], {
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
    // The server has a process group of its own, so that the extension host and the trainers can be ended with it.
    detached: true,
  });
  const endGroup = (/** @type {NodeJS.Signals} */ signal) => {
    try {
      if (child.pid) process.kill(-child.pid, signal);
    } catch {
      // The whole group has ended already.
    }
  };
  const endAtExit = () => {
    endGroup("SIGKILL");
    removeFolder();
  };
  process.once("exit", endAtExit);
  if (!options.folder) for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, exitNow);

  const gone = new Promise((resolve) => child.once("exit", resolve));
  /** @type {NodeJS.Timeout | undefined} */
  let keepAlive;
  const stop = async () => {
    clearInterval(keepAlive);
    endGroup("SIGTERM");
    await Promise.race([gone, delay(3000)]);
    process.removeListener("exit", endAtExit);
    for (const signal of ["SIGINT", "SIGTERM"]) process.removeListener(signal, exitNow);
    endAtExit();
  };
  try {
    const host = `127.0.0.1:${await listeningPort(child)}`;
    const url = `http://${host}`;
    await answers(`${url}/version`);
    const delayShutdown = () => void fetch(`${url}/delay-shutdown`).catch(() => undefined);
    if (!options.folder) keepAlive = setInterval(delayShutdown, KEEP_ALIVE_MS).unref();
    return { url, host, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Ends the process through its exit handlers, which a signal would skip. */
function exitNow() {
  process.exit(1);
}

/**
 * The environment of the server. It names folders of the server's own for sockets and settings. Variables that would
 * affect the server are left out, such as those of a VS Code that runs this process.
 * @param {string} folder
 */
function ownEnvironment(folder) {
  const home = join(folder, "home");
  const temporary = join(folder, "tmp");
  for (const path of [home, temporary]) mkdirSync(path, { recursive: true });
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(VSCODE_(?!TEST_)|ELECTRON_|XDG_|npm_|NODE_OPTIONS$)/.test(name),
  );
  return {
    ...Object.fromEntries(inherited),
    // Without a marketplace, the server requests nothing from the network.
    EXTENSIONS_GALLERY: "{}",
    HOME: home,
    TMPDIR: temporary,
    XDG_CONFIG_HOME: join(home, ".config"),
    XDG_CACHE_HOME: join(home, ".cache"),
    XDG_DATA_HOME: join(home, ".local/share"),
    XDG_STATE_HOME: join(home, ".local/state"),
    XDG_RUNTIME_DIR: temporary,
  };
}

/**
 * Makes a folder with links to the extensions in {@link builtIn}. Returns the folder's path.
 * @param {string} folder
 * @param {string} main path of the server's main script
 */
function linkBuiltIn(folder, main) {
  const links = join(folder, "built-in");
  mkdirSync(links);
  for (const name of builtIn) symlinkSync(join(dirname(main), "../extensions", name), join(links, name));
  return links;
}

/**
 * @param {string} folder
 * @param {Record<string, unknown>} settings
 */
function writeSettings(folder, settings) {
  const machine = join(folder, "server/data/Machine");
  mkdirSync(machine, { recursive: true });
  writeFileSync(join(machine, "settings.json"), JSON.stringify(settings, null, 2));
}

/**
 * @param {import("node:child_process").ChildProcess} child
 * @returns {Promise<number>}
 */
function listeningPort(child) {
  return new Promise((resolve, reject) => {
    let output = "";
    const read = (/** @type {Buffer} */ chunk) => {
      output = (output + chunk).slice(-10_000);
      const port = /listening on (\d+)/i.exec(output)?.[1];
      if (port) resolve(Number(port));
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.once("error", reject);
    child.once("exit", (code) =>
      reject(new Error(`VS Code's server ended with exit code ${code}:\n${output}`)),
    );
  });
}

/** @param {string} url */
async function answers(url) {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
    if (Date.now() > deadline) throw new Error(`VS Code's server does not answer at ${url}.`);
    await delay(50);
  }
}
