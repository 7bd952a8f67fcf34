import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readMochaCounts, readVitestCounts } from "../../../scripts/test/readCounts.mjs";

describe("the sum of all tests", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "fitting-room-counts-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function report(content: object): string {
    const file = join(folder, "report.json");
    writeFileSync(file, JSON.stringify(content));
    return file;
  }
  const vitest = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 2, numTodoTests: 1 };

  it("counts passed, failed and skipped tests", () => {
    const testResults = [{ status: "failed", assertionResults: [{ status: "failed" }] }];
    const file = report({ ...vitest, numFailedTests: 1, testResults });
    expect(readVitestCounts(file, 1)).toEqual({ passed: 5, failed: 1, skipped: 3 });
  });

  it("counts a file that cannot be loaded as failed", () => {
    const file = report({ ...vitest, testResults: [{ status: "failed", assertionResults: [] }] });
    expect(readVitestCounts(file, 1)).toEqual({ passed: 5, failed: 1, skipped: 3 });
  });

  it("counts a runner that fails outside of the tests as failed", () => {
    expect(readVitestCounts(report({ ...vitest, testResults: [] }), 1).failed).toBe(1);
    expect(readMochaCounts(report({ passed: 3, failed: 0, skipped: 0 }), 1).failed).toBe(1);
  });

  it("counts a runner without a report as failed", () => {
    const missing = join(folder, "missing.json");
    expect(readVitestCounts(missing, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(readMochaCounts(missing, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});
