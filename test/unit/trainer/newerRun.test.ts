import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { RunLock } from "../../../src/liveness/RunLock";
import { recordUnwatchedDeath } from "../../../src/liveness/unwatchedDeath";
import type { TrainingTask } from "../../../src/protocol/trainerProtocol";
import { RunStore } from "../../../src/runs/RunStore";
import { prepareRun } from "../../../src/trainer/prepareRun";
import { makeRunsFolder, RunFolder, started, steps } from "../host/runFolder";

describe("a run of a newer version", () => {
  let runsFolder: string;
  let run: RunFolder;
  beforeEach(() => {
    runsFolder = makeRunsFolder();
    run = new RunFolder(runsFolder, "newer", 1).append(started, steps(0, 2.3));
    const path = join(run.folder, "run.json");
    writeFileSync(path, readFileSync(path, "utf8").replace('"format":1', '"format":99'));
  });
  afterEach(() => rmSync(runsFolder, { recursive: true }));

  const contents = () =>
    readdirSync(run.folder).map((name) => [name, readFileSync(join(run.folder, name), "utf8")]);

  test("is listed from its log, and its version is reported", async () => {
    expect((await new RunStore(runsFolder).summary("newer")).problems).toEqual([
      "run.json is of a newer version of Fitting Room: its folder's name and its log are used instead; update Fitting Room.",
    ]);
  });

  test("is neither resumed nor forked, and nothing is written to it", async () => {
    const before = contents();
    let locks = 0;
    const takeLock = (folder: Parameters<typeof RunLock.take>[0]) => {
      locks++;
      return RunLock.take(folder, { socket: null, stderr: null }, () => {});
    };
    const tasks: TrainingTask[] = [
      { resume: { folder: run.folder } },
      { fork: { folder: run.folder, changes: {} }, runsFolder },
    ];
    for (const task of tasks)
      await expect(prepareRun(task, takeLock, () => true)).rejects.toThrow(
        `The run in ${run.folder} was made by a newer version of Fitting Room, and this version neither resumes nor forks it; update Fitting Room.`,
      );
    expect(locks).toBe(0);
    expect(contents()).toEqual(before);
    expect(readdirSync(runsFolder)).toEqual(["newer"]);
  });

  test("gets no end in its log when its trainer has died", async () => {
    run.trainedBy(hostname());
    const before = contents();
    expect(await recordUnwatchedDeath(run.folder)).toBe(false);
    expect(contents()).toEqual(before);
  });
});
