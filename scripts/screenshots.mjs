/**
 * `npm run screenshots [-- FOLDER]`: takes pictures of the built dashboard in every state, theme and width. Default
 * FOLDER: `test/artifacts/appearance`.
 */
import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { root, setup } from "./setup.mjs";

setup();

const given = process.argv[2];
const folder = given ? resolve(process.env.INIT_CWD ?? root, given) : join(root, "test/artifacts/appearance");
const vitest = join(root, "node_modules/vitest/vitest.mjs");
const args = [
  "run",
  "--config",
  "test/browser/vitest.config.mts",
  "test/browser/appearance.test.ts",
  "-t",
  "photographed",
];
const { status } = spawnSync(process.execPath, [vitest, ...args], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, FITTING_ROOM_SCREENSHOTS: folder },
});
if (status === 0) console.log(`The pictures are in ${folder}.`);
process.exitCode = status ?? 1;
