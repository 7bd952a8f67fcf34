/** The parts of `npm test`, in the order in which they begin: fast parts first. */
import { mkdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { noExtraCertificates } from "../../test/support/noExtraCertificates.mjs";
import { root } from "../setup.mjs";
import { runTool } from "../tool.mjs";
import { buildSuites } from "../vscode/buildSuites.mjs";
import { findChromium } from "../vscode/launchChromium.mjs";
import { findVSCode, installServerOrSkip } from "./findVSCode.mjs";
import { PartUnavailableError } from "./PartUnavailableError.mjs";
import { readFailedFiles, readMochaCounts, readRepeatedCounts, readVitestCounts } from "./readCounts.mjs";

/**
 * Largest number of failed test files for which {@link vitestTwice} runs these files again. More failures at once are
 * hardly due to chance.
 */
const MOST_REPEATED = 3;

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {Counts & { unsteady?: string[] }} PartCounts `unsteady` names tests that failed first and then passed
 * @typedef {"inherit" | number} Output where a part prints: to the output of this process, or to a file descriptor
 * @typedef {{ title: string, run: (output: Output) => Promise<PartCounts> }} Part
 */

/**
 * Names of the parts that run at the same time. Each of these parts often waits for other processes, so that one part
 * alone would leave two cores partly idle. All other parts run alone.
 */
export const together = ["integration", "faults", "vscode"];

/** @type {Record<string, Part>} */
export const parts = {
  types: {
    title: "Type check",
    run: async (output) => asOneTest(await runTool("typescript", "tsc", ["--noEmit"], {}, output)),
  },
  lint: {
    title: "Lint and format",
    run: async (output) =>
      asOneTest(await runTool("@biomejs/biome", "biome", ["ci", "--error-on-warnings"], {}, output)),
  },
  unit: {
    title: "Unit tests",
    run: (output) => vitest("unit", "vitest.config.mts", output),
  },
  integration: {
    title: "Tests that start processes and train",
    run: (output) => vitest("integration", "test/integration/vitest.config.mts", output),
  },
  faults: {
    title: "Faults done to the trainer and the host",
    run: (output) => vitest("faults", "test/faults/vitest.config.mts", output),
  },
  vscode: {
    title: "Tests inside VS Code's extension host",
    run: runInVSCode,
  },
  browser: {
    title: "Tests that use the packaged extension in a real workbench",
    async run(output) {
      installServerOrSkip();
      if (!findChromium()) {
        throw new PartUnavailableError(
          "There is no Chromium; install one or name it in CHROMIUM_EXECUTABLE.",
        );
      }
      return vitestTwice("browser", "test/browser/vitest.config.mts", output);
    },
  },
};

/** @param {number} code */
function asOneTest(code) {
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

/**
 * @param {string} name
 * @param {string} config
 * @param {Output} output
 */
async function vitest(name, config, output) {
  const file = resultFile(name);
  return readVitestCounts(file, await runVitest(config, file, output));
}

/**
 * Runs the tests. If 1 to {@link MOST_REPEATED} files fail, runs these files a second time, one after the other, and
 * takes their counts from the second time. The reason is that a key press or the focus can get lost between VS Code and
 * the browser on a busy machine. If nothing fails the second time, `unsteady` names the tests that failed the first
 * time, so that the cause can be found.
 * @param {string} name
 * @param {string} config
 * @param {Output} output
 */
async function vitestTwice(name, config, output) {
  const first = resultFile(name);
  const code = await runVitest(config, first, output);
  const failed = readFailedFiles(first);
  if (failed.length === 0 || failed.length > MOST_REPEATED) return readVitestCounts(first, code);
  console.log(`\n▶ Again, since tests failed: ${failed.map(({ path }) => basename(path)).join(", ")}`);
  const second = resultFile(`${name}-again`);
  const again = await runVitest(config, second, output, [
    "--maxWorkers=1",
    ...failed.map(({ path }) => path),
  ]);
  const counts = readRepeatedCounts(first, second, again);
  return counts.failed > 0 ? counts : { ...counts, unsteady: failed.flatMap(({ tests }) => tests) };
}

/**
 * @param {string} config
 * @param {string} file where the report is written
 * @param {Output} output
 * @param {string[]} [further] arguments
 */
function runVitest(config, file, output, further = []) {
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  return runTool("vitest", "vitest", ["run", "--config", config, ...reporters, ...further], {}, output);
}

/** @param {Output} output */
async function runInVSCode(output) {
  const executable = await findVSCode();
  const file = resultFile("vscode");
  await buildSuites();
  // Settings and runs that earlier tests have left must not change the result.
  const workspace = join(root, ".vscode-test/workspace");
  for (const path of [workspace, join(root, ".vscode-test/user-data")])
    rmSync(path, { recursive: true, force: true });
  mkdirSync(workspace, { recursive: true });
  const env = {
    ...noExtraCertificates,
    VSCODE_EXECUTABLE: executable,
    FITTING_ROOM_TEST_RESULTS: file,
  };
  const code = await runTool("@vscode/test-cli", "vscode-test", [], env, output);
  return readMochaCounts(file, code);
}

/**
 * Returns the path for a test runner's report. Removes an older report at this path.
 * @param {string} name
 */
function resultFile(name) {
  const folder = join(root, "out/results");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.json`);
  rmSync(file, { force: true });
  return file;
}
