/**
 * Prepares a clone: installs packages and builds the product, each only when needed. This file imports only Node's own
 * modules, since it runs before the packages are installed.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync, utimesSync } from "node:fs";
import { dirname, join, parse } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const OLDEST_NODE = 20;

/** Files and folders whose change makes a new build necessary. */
const sources = [
  "src",
  "webview",
  "media",
  "package.json",
  "tsconfig.json",
  "scripts/build.mjs",
  "scripts/bundles.mjs",
  "scripts/thirdPartyNotices.mjs",
];
/** Names of the webviews: each file in webview/views is the entry point of one webview. */
export const views = readdirSync(join(root, "webview/views")).map((name) => parse(name).name);

/** Files that every complete build writes. An interrupted build may leave some of them out. */
const built = [
  "dist/extension.js",
  "dist/trainer.js",
  "dist/inspector.js",
  "dist/cli.js",
  ...views.map((view) => `dist/webview/${view}.js`),
  "THIRD_PARTY_NOTICES.txt",
];

/**
 * Installs the packages if package-lock.json is newer than the installation, then builds the product if a source is
 * newer than a built file or a built file is missing. Ends the process with exit status 1 and one sentence if Node.js
 * is too old or a step fails.
 */
export function setup() {
  if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
    fail(`Fitting Room needs Node.js ${OLDEST_NODE} or newer; this is ${process.versions.node}.`);
  }
  if (installIsStale()) install();
  if (buildIsStale()) build();
}

function installIsStale() {
  return changedAt("package-lock.json") > changedAt(installRecord);
}

/** npm's record of the installed packages. */
const installRecord = "node_modules/.package-lock.json";

function install() {
  console.error("Installing packages (once, and when package-lock.json changes)…");
  npm(["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"]);
  if (!existsSync(join(root, installRecord))) fail("npm installed no packages; see its messages above.");
  const now = new Date();
  utimesSync(join(root, installRecord), now, now);
}

function buildIsStale() {
  const oldest = Math.min(...built.map(changedAt));
  return sources.some((source) => changedAt(source) > oldest);
}

function build() {
  console.error("Building…");
  const { status } = spawnSync(process.execPath, [join(root, "scripts/build.mjs")], { stdio: "inherit" });
  if (status !== 0) fail("The build failed; see its messages above.");
}

/** @param {string[]} args */
function npm(args) {
  // `npm run` sets this variable to the path of npm's script. Without the variable, npm is found on the PATH: on
  // Windows by the shell, since npm is a .cmd file there.
  const itself = process.env.npm_execpath;
  /** @type {import("node:child_process").SpawnSyncOptions} */
  const options = { cwd: root, stdio: ["inherit", 2, 2] };
  const { status } = itself?.endsWith("npm-cli.js")
    ? spawnSync(process.execPath, [itself, ...args], options)
    : spawnSync("npm", args, { ...options, shell: process.platform === "win32" });
  if (status !== 0) fail(`npm ${args[0]} failed; see its messages above.`);
}

/**
 * Time (ms since 1970) of the last change of a file, or of a folder and all that it contains; 0 for a missing path.
 * @param {string} path
 * @returns {number}
 */
function changedAt(path) {
  const absolute = join(root, path);
  const stats = statSync(absolute, { throwIfNoEntry: false });
  if (!stats) return 0;
  if (!stats.isDirectory()) return stats.mtimeMs;
  // The folder's own time counts too: it changes when a file in the folder is removed.
  return Math.max(stats.mtimeMs, ...readdirSync(absolute).map((name) => changedAt(join(path, name))));
}

/**
 * @param {string} message
 * @returns {never}
 */
function fail(message) {
  console.error(message);
  process.exit(1);
}
