import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { ownIdentity } from "../../src/liveness/processIdentity";
import { readTrainerFile, trainerFilePath } from "../../src/liveness/trainerFile";
import { Trainings } from "../integration/trainer/trainings";
import { buildProgram } from "../support/buildProgram";
import { runFolder, startedProcesses, trainings, useRunFolder, useTrainings } from "../support/eachTest";
import { removeFolder } from "../support/removeFolder";
import { heartbeat } from "./heartbeat";
import { nameTrainer } from "./nameTrainer";

useTrainings();
useRunFolder();

const isLinux = process.platform === "linux";

describe("a run's trainer.json", () => {
  test("is readable for this user only, with what clients need", async () => {
    const { training, until } = await trainings.train({ epochs: 1000 });
    await until(({ losses }) => losses.length > 0);
    expect(readTrainerFile(training.folder)).toMatchObject({
      format: 1,
      ...ownIdentity(),
      pid: training.pid,
      processStart: isLinux ? expect.stringMatching(/^\d+$/) : null,
    });
    if (process.platform !== "win32")
      expect(statSync(trainerFilePath(training.folder)).mode & 0o777).toBe(0o600);
    await training.stop();
    await training.ended;
    expect(readTrainerFile(training.folder)).toBeUndefined();
  });

  test("is written again when it was removed, and touched", async () => {
    const { training, until } = await trainings.train({ epochs: 1000 });
    await until(({ losses }) => losses.length > 0);
    // A paused trainer also checks its trainer.json at every beat.
    await training.control({ action: "pause" });
    const path = trainerFilePath(training.folder);
    const content = readFileSync(path, "utf8");
    rmSync(path);
    while (!readTrainerFile(training.folder)) await sleep(20);
    expect(readFileSync(path, "utf8")).toBe(content);
    await heartbeat(training.folder);
    await training.stop();
    await training.ended;
  });

  test("does not bring back a run that was removed, whose clients receive its end nevertheless", async () => {
    const { training, until } = await trainings.train({ epochs: 1000 });
    await until(({ losses }) => losses.length > 0);
    const other = await trainings.attach(training.folder);
    // `removeFolder` tries again if the trainer writes a file into the folder meanwhile.
    removeFolder(training.folder);
    await until(({ warnings }) => warnings.length > 0);
    // A second trainer shows how much time has passed: when it has touched its trainer.json, the first trainer has had
    // the time to touch its own. The two runs are in two runs folders, since runs that begin in the same second could
    // have the same id.
    using others = new Trainings();
    const later = await others.train({ epochs: 1000 });
    await later.until(({ losses }) => losses.length > 0);
    for (const one of [training, later.training]) await one.control({ action: "pause" });
    await heartbeat(later.training.folder);
    expect(existsSync(training.folder)).toBe(false);
    await later.training.stop();
    await later.training.ended;
    await training.stop();
    expect(await training.ended).toMatchObject({ status: "stopped", missing: expect.anything() });
    expect(await other.training.ended).toEqual(await training.ended);
    expect(existsSync(training.folder)).toBe(false);
  });

  test("that names another trainer makes this one exit at once, without a crash", async () => {
    const { training, state, until } = await trainings.train({ epochs: 1000 });
    await until(({ losses }) => losses.length > 0);
    nameTrainer(training.folder, {});
    expect(await training.ended).toMatchObject({ status: "interrupted" });
    expect(state.status).toBe("interrupted");
    expect((await trainings.loggedEvents(training.id)).some(({ type }) => type === "ended")).toBe(false);
    expect(readTrainerFile(training.folder)?.pid).toBe(process.pid);
  });
});

test("all changes that several processes make to a trainer.json under its lock are kept", async () => {
  const program = await buildProgram(join(import.meta.dirname, "changeProgram.ts"), runFolder);
  writeFileSync(trainerFilePath(runFolder), "0");
  const processes = [1, 2, 3, 4].map(() => spawn(process.execPath, [program, runFolder, "250"]));
  startedProcesses.push(...processes);
  const codes = await Promise.all(processes.map((child) => once(child, "exit").then(([code]) => code)));
  expect(codes).toEqual([0, 0, 0, 0]);
  expect(readFileSync(trainerFilePath(runFolder), "utf8")).toBe("1000");
});
