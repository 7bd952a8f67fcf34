/** The parts of `npm test`, in the order of running: fast parts first. */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup.mjs";
import { runTool } from "../tool.mjs";
import { buildSuites } from "../vscode/buildSuites.mjs";
import { findChromium } from "../vscode/launchChromium.mjs";
import { findVSCode, installServerOrSkip } from "./findVSCode.mjs";
import { PartUnavailableError } from "./PartUnavailableError.mjs";
import { readMochaCounts, readVitestCounts } from "./readCounts.mjs";

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {{ title: string, run: () => Promise<Counts> }} Part
 */

/** @type {Record<string, Part>} */
export const parts = {
  types: {
    title: "Type check",
    run: async () => asOneTest(await runTool("typescript", "tsc", ["--noEmit"])),
  },
  lint: {
    title: "Lint and format",
    run: async () => asOneTest(await runTool("@biomejs/biome", "biome", ["ci", "--error-on-warnings"])),
  },
  unit: {
    title: "Unit tests",
    run: () => vitest("unit", "vitest.config.mts"),
  },
  integration: {
    title: "Tests that start processes and train",
    run: () => vitest("integration", "test/integration/vitest.config.mts"),
  },
  faults: {
    title: "Faults done to the trainer and the host",
    run: () => vitest("faults", "test/faults/vitest.config.mts"),
  },
  vscode: {
    title: "Tests inside VS Code's extension host",
    run: runInVSCode,
  },
  browser: {
    title: "Tests that use the packaged extension in a real workbench",
    async run() {
      installServerOrSkip();
      if (!findChromium()) {
        throw new PartUnavailableError(
          "There is no Chromium; install one or name it in CHROMIUM_EXECUTABLE.",
        );
      }
      return vitest("browser", "test/browser/vitest.config.mts");
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
 */
async function vitest(name, config) {
  const file = resultFile(name);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const code = await runTool("vitest", "vitest", ["run", "--config", config, ...reporters]);
  return readVitestCounts(file, code);
}

async function runInVSCode() {
  const executable = await findVSCode();
  const file = resultFile("vscode");
  await buildSuites();
  // Settings and runs of an earlier test run must not change the result.
  const workspace = join(root, ".vscode-test/workspace");
  for (const path of [workspace, join(root, ".vscode-test/user-data")])
    rmSync(path, { recursive: true, force: true });
  mkdirSync(workspace, { recursive: true });
  const code = await runTool("@vscode/test-cli", "vscode-test", [], {
    VSCODE_EXECUTABLE: executable,
    FITTING_ROOM_TEST_RESULTS: file,
  });
  return readMochaCounts(file, code);
}

/**
 * Path of a runner's report. Removes an earlier report.
 * @param {string} name
 */
function resultFile(name) {
  const folder = join(root, "out/results");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.json`);
  rmSync(file, { force: true });
  return file;
}
