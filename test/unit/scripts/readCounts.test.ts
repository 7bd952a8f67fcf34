import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  readFailedFiles,
  readMochaCounts,
  readRepeatedCounts,
  readVitestCounts,
} from "../../../scripts/test/readCounts.mjs";

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
  const tests = (...statuses: string[]) => statuses.map((status) => ({ status, fullName: `is ${status}` }));
  const whole = {
    name: "whole.test.ts",
    status: "passed",
    assertionResults: tests("passed", "pending", "todo"),
  };
  const partly = { name: "partly.test.ts", status: "failed", assertionResults: tests("passed", "failed") };
  const broken = { name: "broken.test.ts", status: "failed", assertionResults: [] };

  it("counts passed, failed and skipped tests", () => {
    const file = report({ testResults: [whole, partly] });
    expect(readVitestCounts(file, 1)).toEqual({ passed: 2, failed: 1, skipped: 2 });
  });

  it("counts a file that cannot be loaded as failed", () => {
    const file = report({ testResults: [whole, broken] });
    expect(readVitestCounts(file, 1)).toEqual({ passed: 1, failed: 1, skipped: 2 });
  });

  it("counts a runner that fails outside of the tests as failed", () => {
    expect(readVitestCounts(report({ testResults: [whole] }), 1).failed).toBe(1);
    expect(readMochaCounts(report({ passed: 3, failed: 0, skipped: 0 }), 1).failed).toBe(1);
  });

  it("counts the second run of the files that failed", () => {
    const first = report({ testResults: [whole, partly, broken] });
    expect(readFailedFiles(first)).toEqual([
      { path: "partly.test.ts", tests: ["is failed"] },
      { path: "broken.test.ts", tests: [] },
    ]);
    const second = join(folder, "second.json");
    const passed = { ...partly, status: "passed", assertionResults: tests("passed", "passed") };
    writeFileSync(second, JSON.stringify({ testResults: [passed, broken] }));
    expect(readRepeatedCounts(first, second, 1)).toEqual({ passed: 3, failed: 1, skipped: 2 });
    expect(readRepeatedCounts(first, join(folder, "missing.json"), 1).failed).toBe(1);
  });

  it("counts a runner without a report as failed", () => {
    const missing = join(folder, "missing.json");
    expect(readVitestCounts(missing, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(readFailedFiles(missing)).toEqual([]);
    expect(readMochaCounts(missing, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});
