import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isTrainerAlive } from "../../src/liveness/isTrainerAlive";
import { readTrainerFile } from "../../src/liveness/trainerFile";
import { recordUnwatchedDeath } from "../../src/liveness/unwatchedDeath";
import { Trainings } from "../integration/trainer/trainings";
import { listLines } from "../unit/cli/listLines";

/** Options with which `unshare` runs a program in a PID namespace of its own, as in a container, on the same files. */
const ownNamespace = ["--pid", "--fork", "--kill-child", "--mount-proc"];
const canUnshare = spawnSync("unshare", [...ownNamespace, "true"]).status === 0;

let trainings: Trainings;
let container: ChildProcess | undefined;
beforeEach(() => {
  trainings = new Trainings();
});
afterEach(() => {
  container?.kill("SIGKILL");
  trainings[Symbol.dispose]();
});

/** Trains a run in a namespace of its own. @returns the run's folder, once its first losses are logged */
async function trainInContainer(): Promise<string> {
  const cli = join(import.meta.dirname, "../../dist/cli.js");
  const options = ["--sample", "--batch-size", "2", "--hidden", "16", "--epochs", "1000", "--threads", "1"];
  const command = [process.execPath, cli, "train", ...options, "--runs", trainings.runsFolder];
  container = spawn("unshare", [...ownNamespace, ...command], { stdio: "ignore" });
  for (;;) {
    const [id] = existsSync(trainings.runsFolder)
      ? readdirSync(trainings.runsFolder).filter((name) => !name.startsWith("."))
      : [];
    const folder = id && join(trainings.runsFolder, id);
    if (folder && readTrainerFile(folder) && (await trainings.recorded(id)).losses.length > 0) return folder;
    await sleep(50);
  }
}

test.runIf(canUnshare)(
  "a trainer in another PID namespace is not judged or signalled by its process id, and not declared dead",
  async () => {
    const folder = await trainInContainer();
    // The process id is that of the container's namespace, and therefore small. In the namespace of this test, another
    // process or none has this id.
    expect(readTrainerFile(folder)!.pid).toBeLessThan(100);
    expect(await isTrainerAlive(folder, { observe: false })).toBe(true);
    expect(await recordUnwatchedDeath(folder)).toBe(false);
    const [listed] = (await listLines(trainings.runsFolder, true)).map((line) => JSON.parse(line));
    expect(listed).toMatchObject({ status: "running" });
    await expect(trainings.start({ resume: { folder } })).rejects.toThrow(
      `The run in ${folder} is being trained by a process of another container or PID namespace; stop that one first.`,
    );

    // The trainer's socket is a file, and both namespaces have the same files, so that the run can be followed and
    // stopped.
    const { training, state, until } = await trainings.attach(folder);
    expect(training.kill()).toBe(false);
    const before = state.losses.length;
    await until(({ losses }) => losses.length > before);
    await training.stop();
    expect(await training.ended).toMatchObject({ status: "stopped" });
    expect(readTrainerFile(folder)).toBeUndefined();
  },
);
