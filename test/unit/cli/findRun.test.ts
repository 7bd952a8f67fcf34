import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findRun } from "../../../src/terminal/findRun";
import { makeRunsFolder, RunFolder } from "../host/runFolder";

test("the path of a file of a run is refused by a sentence that names the run's folder", () => {
  const runs = makeRunsFolder();
  try {
    const { folder } = new RunFolder(runs, "2026-01-01_00-00-01", 1);
    const checkpoint = join(folder, "checkpoints", "step-000001.safetensors");
    mkdirSync(join(folder, "checkpoints"));
    writeFileSync(checkpoint, "");
    for (const path of [join(folder, "run.json"), join(folder, "checkpoints"), checkpoint])
      expect(() => findRun(path, runs)).toThrow(`${path} belongs to the run in ${folder}; give that folder.`);
    expect(() => findRun(join(folder, "nothing"), runs)).toThrow(/^There is no run in /);
  } finally {
    rmSync(runs, { recursive: true });
  }
});
