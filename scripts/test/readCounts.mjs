/**
 * Reads the runners' machine-readable reports. A missing report, or a failure outside of the tests, counts as one
 * failed test.
 */
import { existsSync, readFileSync } from "node:fs";

/**
 * @param {string} file
 * @param {number} exitCode
 */
export function readVitestCounts(file, exitCode) {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  const report = JSON.parse(readFileSync(file, "utf8"));
  // A test file that cannot be loaded reports no tests but is a failure.
  const broken = report.testResults.filter(
    (
      /** @type {{ status: string, assertionResults: { status: string }[] }} */ { status, assertionResults },
    ) => status === "failed" && !assertionResults.some((test) => test.status === "failed"),
  ).length;
  return withExitCode(exitCode, {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken,
    skipped: report.numPendingTests + report.numTodoTests,
  });
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
 * @param {number} exitCode
 * @param {import("./parts.mjs").Counts} counts
 */
function withExitCode(exitCode, counts) {
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}
