/**
 * Reads the JSON reports of Vitest and of Mocha. A missing report counts as one failed test. So does an exit code other
 * than 0 if the report has no failure.
 */
import { existsSync, readFileSync } from "node:fs";

/**
 * @typedef {{ status: string, fullName?: string }} ReportedTest
 * @typedef {{ name: string, status: string, assertionResults: ReportedTest[] }} ReportedFile
 */

/**
 * @param {string} file
 * @param {number} exitCode
 */
export function readVitestCounts(file, exitCode) {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  return withExitCode(exitCode, countTests(readFiles(file)));
}

/**
 * Counts the tests that Vitest has run twice. The second time, only the files that had failed were run. The counts of
 * these files are taken from the second report.
 * @param {string} first path of the first report
 * @param {string} second path of the second report
 * @param {number} exitCode exit code of Vitest the second time
 */
export function readRepeatedCounts(first, second, exitCode) {
  const steady = countTests(readFiles(first).filter(({ status }) => status !== "failed"));
  const repeated = readVitestCounts(second, exitCode);
  return {
    passed: steady.passed + repeated.passed,
    failed: steady.failed + repeated.failed,
    skipped: steady.skipped + repeated.skipped,
  };
}

/**
 * @param {string} file
 * @returns {{ path: string, tests: string[] }[]} the failed files in a report of Vitest, each with the names of its
 * failed tests
 */
export function readFailedFiles(file) {
  if (!existsSync(file)) return [];
  return readFiles(file)
    .filter(({ status }) => status === "failed")
    .map(({ name, assertionResults }) => ({
      path: name,
      tests: assertionResults.filter(isFailed).map(({ fullName = "" }) => fullName),
    }));
}

/**
 * @param {string} file
 * @param {number} exitCode
 */
export function readMochaCounts(file, exitCode) {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  return withExitCode(exitCode, JSON.parse(readFileSync(file, "utf8")));
}

/**
 * @param {string} file
 * @returns {ReportedFile[]}
 */
function readFiles(file) {
  return JSON.parse(readFileSync(file, "utf8")).testResults;
}

/** @param {ReportedFile[]} files */
function countTests(files) {
  const tests = files.flatMap(({ assertionResults }) => assertionResults);
  const passed = tests.filter(({ status }) => status === "passed").length;
  const failed = tests.filter(isFailed).length;
  // A test file that cannot be loaded reports no failed test but is a failure.
  const broken = files.filter(
    ({ status, assertionResults }) => status === "failed" && !assertionResults.some(isFailed),
  ).length;
  return { passed, failed: failed + broken, skipped: tests.length - passed - failed };
}

/** @param {ReportedTest} test */
function isFailed({ status }) {
  return status === "failed";
}

/**
 * @param {number} exitCode
 * @param {import("./parts.mjs").Counts} counts
 */
function withExitCode(exitCode, counts) {
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}
