import { execFileSync, spawnSync } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { inferredEnd } from "../../src/liveness/inferredEnd";
import { BEAT_MS, isTrainerAlive } from "../../src/liveness/isTrainerAlive";
import { trainerFilePath } from "../../src/liveness/trainerFile";
import { createRun } from "../../src/runs/createRun";
import { renameRun } from "../../src/runs/labelChanges";
import { nameRun } from "../../src/runs/nameRun";
import type { RunState } from "../../src/runs/RunState";
import { RunStore } from "../../src/runs/RunStore";
import { cliPath } from "../integration/cli/runCli";
import { Trainings, weightsHash } from "../integration/trainer/trainings";
import { removeFolder } from "../support/removeFolder";
import { ended, RunFolder, started } from "../unit/host/runFolder";
import { heartbeat } from "./heartbeat";
import { canBeReadOnly, readOnly } from "./readOnly";
import { SmallDisk } from "./SmallDisk";

let trainings: Trainings;
beforeEach(() => {
  trainings = new Trainings();
});
afterEach(() => {
  trainings[Symbol.dispose]();
});

const canLimit = spawnSync("prlimit", ["--version"]).status === 0;

/** Turns off the layer records. Whether such a record falls into the time in which the disk fails would be chance. */
const noLayers = { evaluation: { layers: false } };

/** A training with short epochs, which lasts until it is stopped. */
const shortEpochs = { epochs: 10_000, limitTrainBatches: 100 };

/** Expects a warning about the log alone, or about another file and then about the log: which is first is chance. */
function expectFullDisk(warnings: readonly string[]): void {
  for (const warning of warnings) expect(warning).toContain("(the disk is full, ENOSPC); free some space.");
  expect(warnings.filter((warning) => !warning.startsWith("The run's log ")).length).toBeLessThanOrEqual(1);
  expect(warnings.at(-1)).toMatch(/^The run's log /);
}

describe("a training whose disk fails", () => {
  test.runIf(canLimit)("warns once, continues, and completes its log when there is space again", async () => {
    const { training, state, until } = await trainings.train(shortEpochs);
    await until(({ losses }) => losses.length > 100);
    const { size } = statSync(join(training.folder, "events.jsonl"));
    const limit = (soft: string) =>
      execFileSync("prlimit", ["--pid", String(training.pid), `--fsize=${soft}:`]);
    // Lets the log grow by one byte only, so that its next line is cut off, as on a disk that is nearly full.
    limit(String(size + 1));
    // Files that are written after an epoch can exceed the limit, too, and cause other warnings.
    const aboutLog = ({ warnings }: typeof state) =>
      warnings.filter((one) => one.startsWith("The run's log"));
    await until((now) => aboutLog(now).length > 0);
    const warned = state.losses.length;
    await until(({ losses, epochs }) => losses.length > warned + 100 && epochs.length > 1);
    expect(state.status).toBe("running");
    expect(aboutLog(state)).toEqual([
      `The run's log in ${training.folder} could not be written (the file would be longer than is allowed, EFBIG); raise the limit to a file's size. While the run trains, missing lines are written as soon as the disk accepts them.`,
    ]);
    limit("unlimited");
    await training.stop();
    expect(await training.ended).toMatchObject({ status: "stopped" });
    const recorded = await trainings.recorded(training.id);
    expect(recorded.losses).toEqual(state.losses);
    expect(recorded.status).toBe("stopped");
  });

  test.runIf(canLimit)("warns of its log also after a warning about another file", async () => {
    const { training, state, until } = await trainings.train({ ...shortEpochs, ...noLayers });
    await until(({ losses }) => losses.length > 100);
    const { size } = statSync(join(training.folder, "events.jsonl"));
    // A checkpoint and an evaluation have 60 kB. The log reaches the limit after further epochs.
    execFileSync("prlimit", ["--pid", String(training.pid), `--fsize=${size + 30_000}:`]);
    await until(({ warnings }) => warnings.length > 1);
    await training.stop();
    await training.ended;
    expect(state.warnings).toEqual([
      expect.stringMatching(/^(A checkpoint|An evaluation) in /),
      expect.stringMatching(/^The run's log in /),
    ]);
  });

  test("states at its end that its folder is gone", async () => {
    // No evaluations are recorded: whether an epoch ends while the folder is gone would be chance.
    const input = { epochs: 1000, evaluation: { record: false, layers: false } };
    const { training, state, until } = await trainings.train(input);
    await until(({ losses }) => losses.length > 0);
    removeFolder(training.folder);
    await until(({ warnings }) => warnings.length > 0);
    expect(state.warnings[0]).toContain(training.folder);
    await training.stop();
    const ended = await training.ended;
    expect(ended.status).toBe("stopped");
    expect(ended.missing).toEqual([
      `the run's folder ${training.folder} is gone, and with it its log, checkpoints and weights`,
    ]);
    expect(existsSync(training.folder)).toBe(false);
  });

  test("has a complete log after its folder was moved away for a while", async () => {
    const { training, state, until } = await trainings.train({ epochs: 1000 });
    await until(({ losses }) => losses.length > 0);
    // The path is copied, since `training.folder` changes when the folder is renamed.
    const { folder } = training;
    renameSync(folder, `${folder}-away`);
    const { length } = state.losses;
    await until(({ losses }) => losses.length > length + 100);
    renameSync(`${folder}-away`, folder);
    await training.stop();
    await training.ended;
    expect((await trainings.recorded(training.id)).losses).toEqual(state.losses);
  });

  test("continues while the folder around its runs folder has another name", async () => {
    const above = join(trainings.runsFolder, "above");
    const { training, state, until } = await trainings.start({
      runsFolder: join(above, "runs"),
      config: trainings.config({ epochs: 1000 }),
    });
    await until(({ losses }) => losses.length > 0);
    await training.control({ action: "pause" });
    renameSync(above, `${above}-away`);
    // The trainer looks for its trainer.json at every beat, so at least twice here.
    await sleep(2.5 * BEAT_MS);
    await training.control({ action: "resume" });
    const { length } = state.losses;
    await until(({ losses }) => losses.length > length + 100);
    expect(state.status).toBe("running");
    renameSync(`${above}-away`, above);
    await training.stop();
    const ended = await training.ended;
    expect([ended.status, ended.missing]).toEqual(["stopped", undefined]);
  });

  describe.runIf(process.platform === "linux").each([
    ["its own folder", "above/runs/RUN"],
    ["its runs folder", "above/runs"],
    ["a folder above that", "above"],
  ])("and %s is renamed", (_, renamed) => {
    test("is complete in the folder of the new name, while it trains and at its end", async () => {
      const { training, state, events, until } = await trainings.start({
        runsFolder: join(trainings.folder, "above/runs"),
        config: trainings.config(shortEpochs),
      });
      await until(({ checkpoints }) => checkpoints.length > 0);
      const from = join(trainings.folder, renamed.replace("RUN", training.id));
      // The new path is made before the renaming, since `training.folder` changes with it.
      const folder = training.folder.replace(from, `${from}-renamed`);
      renameSync(from, `${from}-renamed`);
      const before = state.checkpoints.length;
      await until(({ epochs }) => epochs.length > before + 3);
      // A paused trainer also touches its trainer.json at every beat.
      await training.control({ action: "pause" });
      for (let beats = 0; beats < 2; beats++) await heartbeat(folder);
      await training.control({ action: "resume" });
      await until(({ status }) => status === "running");
      const store = new RunStore(dirname(folder));
      const under = await store.summary(basename(folder));
      expect(under.state.status).toBe("running");
      expect(await inferredEnd(folder, under.state, true)).toBeUndefined();
      expect(await isTrainerAlive(folder)).toBe(true);
      const attached = await trainings.attach(folder);
      expect(attached.state.losses.length).toBeGreaterThan(0);
      attached.training.dispose();

      await training.stop();
      const ended = await training.ended;
      expect([ended.status, ended.missing]).toEqual(["stopped", undefined]);
      expect(state.warnings).toEqual([`The run's folder was moved during the training; it is ${folder}.`]);
      expect(existsSync(from)).toBe(false);
      expect((await store.read(basename(folder))).events).toEqual(events);
      const { state: listed } = await store.summary(basename(folder));
      expect([listed.status, listed.weights]).toEqual(["stopped", "model.safetensors"]);
      for (const { file } of state.checkpoints) expect(existsSync(join(folder, file))).toBe(true);
      expect(existsSync(trainerFilePath(folder))).toBe(false);
      const resumed = await trainings.start({ resume: { folder } });
      await resumed.until(({ losses }) => losses.length > state.losses.length);
      await resumed.training.stop();
      expect(await resumed.training.ended).toMatchObject({ status: "stopped" });
    });
  });

  test("names the missing file when something is in its place", async () => {
    const { training, state, until } = await trainings.train({ epochs: 1000 });
    await until(({ losses }) => losses.length > 0);
    mkdirSync(join(training.folder, "model.safetensors"));
    await training.stop();
    const ended = await training.ended;
    expect(ended).toMatchObject({
      status: "stopped",
      missing: [expect.stringContaining("model.safetensors")],
    });
    expect(state.warnings[0]).toContain("EISDIR");
  });

  test.runIf(SmallDisk.isPossible)(
    "continues while the disk is full, and has everything once there is space",
    async () => {
      using disk = new SmallDisk(trainings.runsFolder);
      const { training, state, until } = await trainings.train(shortEpochs);
      await until(({ epochs }) => epochs.length > 0);
      disk.fill();
      await until(({ warnings }) => warnings.length > 0);
      await epochsMore(until, state, 2);
      expect(state.status).toBe("running");
      expectFullDisk(state.warnings);
      disk.freeSpace();
      await training.stop();
      const ended = await training.ended;
      expect(ended).toMatchObject({ status: "stopped" });
      expect(ended.missing).toBeUndefined();
      await expectRecorded(training.id, state);
      expect(existsSync(join(training.folder, state.checkpoints.at(-1)!.file))).toBe(true);
    },
  );

  test.runIf(SmallDisk.isPossible)(
    "lists what is missing when the disk is full to the end, and is resumed from what exists",
    async () => {
      using disk = new SmallDisk(trainings.runsFolder);
      const input = { limitTrainBatches: 500, ...noLayers };
      const { training, state, until } = await trainings.train({ ...input, epochs: 1000 });
      await until(({ checkpoints }) => checkpoints.length > 0);
      await training.control({ action: "pause" });
      await until(({ status }) => status === "paused");
      const epochs = state.completeEpochs + 2;
      await training.control({ action: "epochs", value: epochs });
      disk.fill();
      await training.control({ action: "resume" });
      const ended = await training.ended;
      expect(ended.status).toBe("finished");
      // The files are listed in the order in which the disk refused them, which varies.
      expect(ended.missing?.toSorted()).toEqual([
        expect.stringContaining("checkpoints"),
        expect.stringContaining("evaluation"),
        expect.stringMatching(
          /^events\.jsonl: the last \d+ lines could not be written \(the disk is full, ENOSPC\)$/,
        ),
        expect.stringContaining("model.safetensors"),
      ]);
      expectFullDisk(state.warnings);
      disk.freeSpace();
      const resumed = await trainings.start({ resume: { folder: training.folder } });
      expect(await resumed.training.ended).toMatchObject({ status: "finished" });
      expect(resumed.events[0]).toMatchObject({ type: "resumed", step: state.checkpoints.at(-1)!.step });
      const whole = await trainings.undisturbed({ ...input, epochs });
      expect((await trainings.recorded(training.id)).losses).toEqual(whole.state.losses);
      expect(weightsHash(training.folder)).toBe(whole.weights);
    },
  );

  test.runIf(SmallDisk.isPossible)("cannot begin on a full disk, with an error", async () => {
    using disk = new SmallDisk(trainings.runsFolder);
    disk.fill();
    await expect(trainings.train({})).rejects.toThrow(
      `The runs folder ${trainings.runsFolder} cannot be written (the disk is full, ENOSPC); free some space, or choose another folder for runs.`,
    );
  });

  test.runIf(SmallDisk.isPossible)(
    "leaves no damaged labels, so that the run can be named later",
    async () => {
      using disk = new SmallDisk(trainings.runsFolder);
      const run = createRun(trainings.runsFolder, trainings.config({}), new Date());
      disk.fill();
      expect(await nameRun(trainings.runsFolder, run, "{words}")).toMatch(
        /^The run has no name: .*labels\.json cannot be written \(the disk is full, ENOSPC\); free some space\. Rename the run to give it one\.$/,
      );
      expect(readdirSync(run.folder).sort()).toEqual(["events.jsonl", "run.json"]);
      disk.freeSpace();
      expect(await renameRun(run.folder, "later")).toMatchObject({ name: "later" });
    },
  );

  test.runIf(SmallDisk.isPossible)("makes a folder for runs with its .gitignore, or none", async () => {
    using disk = new SmallDisk(trainings.runsFolder);
    const runsFolder = join(trainings.runsFolder, "project/runs");
    disk.fill();
    const task = { runsFolder, config: trainings.config({ epochs: 1, limitTrainBatches: 1 }) };
    await expect(trainings.start(task)).rejects.toThrow("(the disk is full, ENOSPC)");
    expect(existsSync(runsFolder)).toBe(false);
    disk.freeSpace();
    const { training } = await trainings.start(task);
    await training.ended;
    expect(readFileSync(join(runsFolder, ".gitignore"), "utf8")).toBe("*\n");
    expect(readdirSync(join(trainings.runsFolder, "project"))).toEqual(["runs"]);
  });

  test.runIf(canBeReadOnly)(
    "continues while its folder is read-only, and writes again when it is not",
    async () => {
      const { training, state, until } = await trainings.train(shortEpochs);
      await until(({ checkpoints }) => checkpoints.length > 0);
      {
        using _ = readOnly(training.folder, join(training.folder, "checkpoints"));
        await until(({ warnings }) => warnings.length > 0);
        await epochsMore(until, state, 2);
        expect(state.status).toBe("running");
        expect(state.warnings).toEqual([
          expect.stringMatching(/ in .* could not be written \(.*, (EACCES|EPERM)\); make it writable\./),
        ]);
      }
      await training.stop();
      const ended = await training.ended;
      expect(ended).toMatchObject({ status: "stopped" });
      expect(ended.missing).toBeUndefined();
      await expectRecorded(training.id, state);
    },
  );

  test("continues after one checkpoint that cannot be renamed", async () => {
    const { training, state } = await trainings.pausedMidEpoch({ limitTrainBatches: 500 });
    const done = state.losses.length;
    const end = state.epoch * 500;
    const inTheWay = join(training.folder, `checkpoints/step-${String(end).padStart(6, "0")}.safetensors`);
    mkdirSync(join(inTheWay, "something"), { recursive: true });
    await training.control({ action: "epochs", value: state.epoch + 2 });
    await training.control({ action: "resume" });
    const ended = await training.ended;
    expect(ended).toMatchObject({ status: "finished" });
    expect(ended.missing).toBeUndefined();
    expect(state.warnings).toEqual([
      expect.stringMatching(/^A checkpoint in .* could not be written \((.*, )?(EISDIR|ENOTEMPTY|EPERM)\)/),
    ]);
    const newest = state.checkpoints.slice(-3).map(({ step }) => step);
    expect(newest).toEqual([done, end + 500, end + 1000]);
    expect(
      readdirSync(join(training.folder, "checkpoints")).filter((file) => file.endsWith(".partial")),
    ).toEqual([]);
  });

  test.each<[string, (path: string) => void]>([
    ["is deleted", (path) => rmSync(path)],
    ["is replaced by another file", replace],
    ["is emptied", (path) => truncateSync(path)],
    ["is cut off", (path) => truncateSync(path, Math.floor(statSync(path).size / 2))],
    ["is written over", (path) => writeFileSync(path, "[]\n")],
  ])("has its whole log at the end when that %s meanwhile", async (_, damage) => {
    const { training, state, until } = await trainings.train(shortEpochs);
    await until(({ losses }) => losses.length > 100);
    damage(join(training.folder, "events.jsonl"));
    await epochsMore(until, state, 1);
    await training.stop();
    expect(await training.ended).toMatchObject({ status: "stopped" });
    await expectRecorded(training.id, state);
  });
});

/** Checks that the log gives the same state as the received events: first without the losses, then the losses. */
async function expectRecorded(id: string, state: RunState): Promise<void> {
  const { losses, ...rest } = await trainings.recorded(id);
  const { losses: expectedLosses, ...expected } = state;
  expect(rest).toEqual(expected);
  expect(losses.length).toBe(expectedLosses.length);
  expect(losses).toEqual(expectedLosses);
}

type Until = Awaited<ReturnType<Trainings["start"]>>["until"];

async function epochsMore(until: Until, { epochs }: RunState, more: number): Promise<void> {
  const before = epochs.length;
  await until((state) => state.epochs.length >= before + more);
}

/** Puts a new file with other content in the place of a file, as an editor does. */
function replace(path: string): void {
  writeFileSync(`${path}.new`, "[]\n");
  renameSync(`${path}.new`, path);
}

test.runIf(SmallDisk.isPossible)(
  "a command fails when the disk stores only the beginning of its output",
  () => {
    using disk = new SmallDisk(trainings.runsFolder);
    const file = join(trainings.runsFolder, "listing");
    const begun = "x".repeat(4000);
    writeFileSync(file, begun);
    disk.fill();
    const out = openSync(file, "a");
    const { status, stderr } = spawnSync(process.execPath, [cliPath, "train", "--help"], {
      stdio: ["ignore", out, "pipe"],
      encoding: "utf8",
    });
    closeSync(out);
    expect(readFileSync(file, "utf8")).toMatch(/^x{4000}Usage: /);
    expect(stderr).toBe("The output could not be written (the disk is full, ENOSPC).\n");
    expect(status).toBe(1);
  },
);

test.runIf(SmallDisk.isPossible)(
  "a run on a full disk can be deleted, which is how a user frees space",
  async () => {
    const place = join(trainings.folder, "disk");
    using disk = new SmallDisk(place);
    const { id, folder } = new RunFolder(place, "2026-01-01_00-00-01", 1).append(started, ended);
    writeFileSync(join(folder, "model.safetensors"), Buffer.alloc(100_000));
    disk.fill();
    const run = (command: string, ...args: string[]) =>
      spawnSync(process.execPath, [cliPath, command, ...args, "--runs", place], { encoding: "utf8" });
    expect(run("delete", id)).toMatchObject({ status: 0, stderr: "" });
    expect(readdirSync(join(place, ".trash", id)).sort()).toEqual([
      "events.jsonl",
      "model.safetensors",
      "run.json",
    ]);
    expect(run("empty-trash")).toMatchObject({ status: 0, stderr: "" });
    expect(readdirSync(join(place, ".trash"))).toEqual([]);
  },
);
