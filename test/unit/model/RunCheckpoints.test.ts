import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { RunCheckpoints } from "../../../src/model/checkpoints/RunCheckpoints";
import { readRun } from "../../../src/model/readRun";
import { createRun } from "../../../src/runs/createRun";
import { tutorialConfig } from "../../../src/runs/RunConfig";
import type { CheckpointEvent } from "../../../src/runs/RunEvent";
import { RunLog } from "../../../src/runs/RunLog";

let runs: string;
beforeEach(() => {
  runs = mkdtempSync(join(tmpdir(), "run-checkpoints-"));
});
afterEach(() => rmSync(runs, { recursive: true }));

const path = (step: number) => `checkpoints/step-${String(step).padStart(6, "0")}.safetensors`;

test("of damaged checkpoints, logged and unlogged ones, the newest is named first", async () => {
  const { folder, files } = createRun(runs, tutorialConfig, new Date());
  mkdirSync(join(folder, "checkpoints"));
  for (const step of [5, 10, 15, 1_000_000]) writeFileSync(join(folder, path(step)), "damaged");
  const logged: CheckpointEvent = {
    type: "checkpoint",
    file: path(10),
    epoch: 1,
    step: 10,
    reason: "epoch",
    sha256: "0".repeat(64),
    bytes: 7,
    seconds: 1,
  };
  const log = new RunLog(files);
  log.append(
    { type: "started", time: new Date().toISOString(), config: tutorialConfig, environment: {} as never },
    logged,
  );
  log.close();
  const { refused } = new RunCheckpoints(folder, await readRun(folder)).readNewest();
  const named = refused.map(({ message }) => /checkpoints\/step-\d+\.safetensors/.exec(message)?.[0]);
  expect(named).toEqual([1_000_000, 15, 10, 5].map(path));
});
