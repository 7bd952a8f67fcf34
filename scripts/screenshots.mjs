/**
 * Takes pictures.
 *
 * - `npm run screenshots [-- FOLDER]`: the built dashboard in the states, themes and widths of
 *   `test/browser/appearance.test.ts`. Default FOLDER: `test/artifacts/appearance`.
 * - `npm run screenshots -- --readme [--data DIR]`: the README's pictures, which show runs on the real data in a real
 *   workbench. They are written to `media/pictures`. Without DIR the data is downloaded.
 */
import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { root, setup } from "./setup.mjs";

const { values, positionals } = parseArgs({
  options: { readme: { type: "boolean", default: false }, data: { type: "string" } },
  allowPositionals: true,
});
/** @param {string} path */
const given = (path) => resolve(process.env.INIT_CWD ?? root, path);
const folder = values.readme
  ? join(root, "media/pictures")
  : given(positionals[0] ?? join(root, "test/artifacts/appearance"));

setup();

const vitest = join(root, "node_modules/vitest/vitest.mjs");
const file = values.readme ? "pictures" : "appearance";
const { status } = spawnSync(
  process.execPath,
  [
    vitest,
    "run",
    "--config",
    "test/browser/vitest.config.mts",
    `test/browser/${file}.test.ts`,
    "-t",
    "photographed",
  ],
  {
    cwd: root,
    stdio: "inherit",
    env: {
      ...process.env,
      [values.readme ? "FITTING_ROOM_PICTURES" : "FITTING_ROOM_SCREENSHOTS"]: folder,
      ...(values.data && { FITTING_ROOM_DATA: given(values.data) }),
    },
  },
);
if (status === 0) console.log(`The pictures are in ${folder}.`);
process.exitCode = status ?? 1;
