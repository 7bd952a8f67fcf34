import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hasChangeTimes } from "../../../src/files/changeTimes";
import { createRun } from "../../../src/runs/createRun";
import { tutorialConfig } from "../../../src/runs/RunConfig";
import { openRun } from "../../../src/runs/runsFolder";
import { runVersion } from "../../../src/runs/runVersion";

let runs: string;
beforeEach(() => {
  runs = mkdtempSync(join(tmpdir(), "version-"));
});
afterEach(() => rmSync(runs, { recursive: true }));

test("the version of a run contains the end of its log only if file times may not show a change", () => {
  const { folder } = createRun(runs, tutorialConfig, new Date(2026, 0, 1));
  appendFileSync(
    join(folder, "events.jsonl"),
    `{"type":"a line that is longer than its end","crc":"0123abcd"}\n`,
  );
  expect(runVersion(openRun(folder), true).fold).toContain(`"crc":"0123abcd"}`);
  expect(runVersion(openRun(folder), false).fold).not.toContain("crc");
});

test.runIf(process.platform === "linux")(
  "file systems count as having change times only if that is known",
  () => {
    expect(hasChangeTimes("/dev/shm")).toBe(true);
    expect(hasChangeTimes("/proc")).toBe(false);
    expect(hasChangeTimes(join(runs, "missing"))).toBe(false);
  },
);
