/** Installs VS Code's own server, from the npm registry alone, into `.vscode-test/server`. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup.mjs";

/** VS Code 1.139.1 as an npm package, and the Node.js version that it needs. */
const CODE_SERVER = "code-server@4.139.1";
const NODE = `node-linux-${process.arch}@24.21.0`;

const folder = join(root, ".vscode-test/server");
const stampFile = "complete.txt";
const stamp = `${CODE_SERVER} ${NODE}\n`;

/** Large folders that the tests never use. They are removed after the install. */
const unneeded = ["node_modules/@github", "node_modules/@microsoft/mxc-sdk", "extensions/copilot"];

/** Folders with one subfolder of binaries for each platform. The subfolders of other platforms are removed. */
const binaries = ["node_modules/@vscode/ripgrep-universal/bin", "node_modules/node-pty/prebuilds"];

/**
 * Replacements of two native modules that have no prebuilt binary and are always loaded. The tests need neither
 * logging to files nor watching for the end of the parent process.
 */
const standIns = {
  "node_modules/@vscode/spdlog/index.js": `
    class Logger {
      critical() {} error() {} warn() {} info() {} debug() {} trace() {}
      getLevel() { return 6; }
      setLevel() {} setPattern() {} clearFormatters() {} flush() {} drop() {}
    }
    exports.version = 11;
    exports.Logger = Logger;
    exports.LogLevel = { trace: 0, debug: 1, info: 2, warn: 3, error: 4, critical: 5, off: 6 };
    exports.setLevel = () => {};
    exports.setFlushOn = () => {};
    exports.shutdown = () => {};
    exports.createRotatingLogger = async () => new Logger();
    exports.createAsyncRotatingLogger = async () => new Logger();
  `,
  "node_modules/@vscode/native-watchdog/index.js": "exports.start = () => {};\n",
};

/** VS Code's server cannot be installed here. */
export class ServerUnavailableError extends Error {}

/**
 * Returns the paths of the server's Node.js and main script. Installs the server on first use.
 * @throws {ServerUnavailableError} with a one-sentence message where there is no server for this system or npm cannot
 * fetch it.
 */
export function installServer() {
  if (process.platform !== "linux" || !["x64", "arm64"].includes(process.arch)) {
    throw new ServerUnavailableError(
      `VS Code's server runs on Linux x64 and arm64 alone, and this is ${process.platform} ${process.arch}.`,
    );
  }
  if (!isComplete()) {
    console.error("Installing VS Code's server into .vscode-test/server (once, about 475 MB)…");
    install();
  }
  return {
    node: join(folder, "node_modules", NODE.split("@")[0], "bin/node"),
    main: join(folder, "node_modules/code-server/lib/vscode/out/server-main.js"),
  };
}

function isComplete() {
  const file = join(folder, stampFile);
  return existsSync(file) && readFileSync(file, "utf8") === stamp;
}

function install() {
  const unfinished = `${folder}-${process.pid}`;
  try {
    mkdirSync(unfinished, { recursive: true });
    // Without a package.json in this folder, npm would install into the project.
    writeFileSync(join(unfinished, "package.json"), '{ "private": true }\n');
    npmInstall(unfinished, [NODE, CODE_SERVER]);
    const vscode = join(unfinished, "node_modules/code-server/lib/vscode");
    npmInstall(vscode, ["--omit=dev"]);
    for (const path of [...unneeded, ...foreignBinaries(vscode)]) {
      rmSync(join(vscode, path), { recursive: true, force: true });
    }
    for (const [path, source] of Object.entries(standIns)) writeFileSync(join(vscode, path), source);
    writeFileSync(join(unfinished, stampFile), stamp);
    rmSync(folder, { recursive: true, force: true });
    renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/** @param {string} vscode */
function foreignBinaries(vscode) {
  return binaries.flatMap((folder) =>
    readdirSync(join(vscode, folder))
      .filter((platform) => platform !== `linux-${process.arch}`)
      .map((platform) => join(folder, platform)),
  );
}

/**
 * @param {string} cwd
 * @param {string[]} args
 */
function npmInstall(cwd, args) {
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status } = spawnSync("npm", ["install", ...quiet, ...args], { cwd, stdio: ["ignore", 2, 2] });
  if (status !== 0)
    throw new ServerUnavailableError(`npm could not fetch VS Code's server (${CODE_SERVER}).`);
}
