/**
 * The default runs folder, which may be part of an untrusted workspace, is a link to the runs of another workspace.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readTrainerFile, writeTrainerFile } from "../../../src/liveness/trainerFile";
import { createRun } from "../../../src/runs/createRun";
import { appendToLog } from "../../../src/runs/RunLog";
import { RunStore } from "../../../src/runs/RunStore";
import { openRun, runsFolderChangedAt } from "../../../src/runs/runsFolder";
import { runCli } from "../../integration/cli/runCli";
import { filesOf } from "../../integration/trainer/movedRun";
import { Trainings } from "../../integration/trainer/trainings";

const base = realpathSync(mkdtempSync(join(tmpdir(), "linked-")));
const others = join(base, "others");
const trainings = new Trainings();
const config = trainings.config({ epochs: 1, limitTrainBatches: 5 });
let id: string;

beforeAll(async () => {
  const { training } = await trainings.start({ config, runsFolder: join(others, "runs") });
  await training.ended;
  id = training.id;
});
afterAll(() => {
  rmSync(base, { recursive: true, force: true });
  trainings[Symbol.dispose]();
});

describe.runIf(process.platform !== "win32")("a default folder for runs that is a link", () => {
  const commands: Record<string, (id: string) => string[]> = {
    runs: () => ["runs"],
    "resume ID": (run) => ["resume", run, "--epochs", "3"],
    "resume PATH": (run) => ["resume", join(".fitting-room/runs", run), "--epochs", "4"],
    "fork ID": (run) => ["fork", run, "--epochs", "9"],
    "fork PATH": (run) => ["fork", join(".fitting-room/runs", run), "--epochs", "9", "--runs", "mine"],
    train: () => ["train", "--sample", "--epochs", "1", "--limit-train-batches", "1"],
  };
  const links: Record<string, (workspace: string) => void> = {
    ".fitting-room": (workspace) => symlinkSync(others, join(workspace, ".fitting-room")),
    ".fitting-room/runs": (workspace) => {
      mkdirSync(join(workspace, ".fitting-room"));
      symlinkSync(join(others, "runs"), join(workspace, ".fitting-room/runs"));
    },
  };

  test.each(Object.keys(links).flatMap((link) => Object.keys(commands).map((command) => [link, command])))(
    "at %s: %s neither reads nor writes the link's target",
    async (link, command) => {
      const workspace = mkdtempSync(join(base, "workspace-"));
      links[link]!(workspace);
      const before = filesOf(join(others, "runs", id));
      const { stdout, stderr } = await runCli(commands[command]!(id), workspace);
      expect(filesOf(join(others, "runs", id))).toEqual(before);
      expect(readdirSync(join(others, "runs")).filter((name) => !name.startsWith("."))).toEqual([id]);
      expect(existsSync(join(workspace, "mine"))).toBe(false);
      expect(stdout).toBe("");
      expect(stderr).toMatch(/^[^\n]+\n$/);
    },
  );

  test.each(Object.keys(links))("at %s: a window does not look at the link's target", (link) => {
    const workspace = mkdtempSync(join(base, "workspace-"));
    links[link]!(workspace);
    expect(runsFolderChangedAt(join(workspace, ".fitting-room/runs"))).toBe(0);
    expect(runsFolderChangedAt(join(others, "runs"))).toBeCloseTo(statSync(join(others, "runs")).mtimeMs);
  });

  test.each(Object.keys(links))("at %s: the refusal of a run by its id names the link", async (link) => {
    const workspace = mkdtempSync(join(base, "workspace-"));
    links[link]!(workspace);
    const { stderr } = await runCli(["resume", id], workspace);
    expect(stderr).toContain(`${join(workspace, link)} is a link, which is not followed`);
  });
});

/**
 * A program that replaces FOLDER by a link to OUTSIDE and restores it, again and again until its standard input ends.
 * Arguments: FOLDER OUTSIDE.
 */
const swapper = `
  const { renameSync, rmSync, symlinkSync } = require("node:fs");
  const [folder, outside] = process.argv.slice(1);
  const isBack = () => {
    try {
      rmSync(folder, { recursive: true, force: true });
      renameSync(folder + "-away", folder);
      return true;
    } catch {
      return false;
    }
  };
  const swap = () => {
    for (let i = 0; i < 50; i++) {
      renameSync(folder, folder + "-away");
      // The link cannot be made if a new run has created the folder again while it was moved away.
      try { symlinkSync(outside, folder); } catch {}
      while (!isBack());
    }
    if (!over) setImmediate(swap);
    else console.log("over");
  };
  let over = false;
  process.stdin.on("end", () => { over = true; }).resume();
  swap();`;

const ATTEMPTS = 2000;

test.runIf(process.platform === "linux")(
  "a default folder for runs that another process swaps for a link: nothing is written elsewhere in 2000 rounds",
  async () => {
    const workspace = mkdtempSync(join(base, "swapped-"));
    const runs = join(workspace, ".fitting-room/runs");
    mkdirSync(runs, { recursive: true });
    cpSync(join(others, "runs", id), join(runs, "mine"), { recursive: true });
    const outside = join(base, "outside");
    cpSync(join(others, "runs", id), join(outside, "runs/mine"), { recursive: true });
    cpSync(join(others, "runs", id), join(outside, "runs/secret"), { recursive: true });
    writeTrainerFile(join(outside, "runs/secret"), {
      pid: 4_194_309,
      host: "elsewhere",
      boot: null,
      pidNamespace: null,
      processStart: null,
      started: "2026-01-02T03:04:05.000Z",
      socket: null,
      token: "a".repeat(64),
      stderr: null,
    });
    const before = filesOf(join(outside, "runs"));
    const child = spawn(process.execPath, ["-e", swapper, join(workspace, ".fitting-room"), outside], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    let done = 0;
    const read: unknown[] = [];
    const attempt = async (use: () => unknown) => {
      try {
        await use();
        done++;
      } catch {
        // The attempt fails if the folder is missing or a link at this moment.
      }
    };
    const store = new RunStore(runs);
    for (let i = 0; i < ATTEMPTS; i++) {
      await attempt(() => createRun(runs, config, new Date(i * 1000)));
      await attempt(() => appendToLog(join(runs, "mine"), { type: "warning", message: "mine" }));
      await attempt(() => openRun(join(runs, "mine")).replace("model.safetensors", "mine"));
      await attempt(async () => read.push(await store.summary("secret")));
      await attempt(() => {
        const trainer = readTrainerFile(join(runs, "secret"));
        if (trainer) read.push(trainer);
      });
    }
    const over = once(child.stdout, "data");
    child.stdin.end();
    await over;
    console.info(`${done} of ${5 * ATTEMPTS} met the folder; ${read.length} were read elsewhere`);
    expect(done).toBeGreaterThan(ATTEMPTS / 100);
    expect(read).toEqual([]);
    expect(filesOf(join(outside, "runs"))).toEqual(before);
  },
);
