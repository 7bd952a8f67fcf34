import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Trainings } from "../unit/trainer/trainings";

let trainings: Trainings;
beforeEach(() => {
  trainings = new Trainings();
});
afterEach(() => {
  trainings[Symbol.dispose]();
});

const canLimit = spawnSync("prlimit", ["--version"]).status === 0;

describe("a training whose disk gives out", () => {
  test.runIf(canLimit)("warns once, goes on, and completes its log when there is room again", async () => {
    const { training, state, until } = await trainings.train({ epochs: 1000 });
    await until(({ losses }) => losses.length > 100);
    const { size } = statSync(join(training.folder, "events.jsonl"));
    const limit = (soft: string) =>
      execFileSync("prlimit", ["--pid", String(training.pid), `--fsize=${soft}:`]);
    // Room for a part of the next line at most, as on a full disk.
    limit(String(size + 1));
    await until(({ warnings }) => warnings.length > 0);
    const warned = state.losses.length;
    await until(({ losses, epochs }) => losses.length > warned + 100 && epochs.length > 1);
    expect(state.status).toBe("running");
    expect(state.warnings).toEqual([
      `The run's log in ${training.folder} cannot be written (EFBIG); training goes on, and the log is completed when the disk allows it.`,
    ]);
    limit("unlimited");
    await training.stop();
    expect(await training.ended).toMatchObject({ status: "stopped" });
    const recorded = await trainings.recorded(training.id);
    expect(recorded.losses).toEqual(state.losses);
    expect(recorded.status).toBe("stopped");
  });

  test("ends by saying what is missing when its folder is gone", async () => {
    const { training, state, until } = await trainings.train({ epochs: 1000 });
    await until(({ losses }) => losses.length > 0);
    rmSync(training.folder, { recursive: true });
    await until(({ warnings }) => warnings.length > 0);
    expect(state.warnings[0]).toContain(training.folder);
    await training.stop();
    const ended = await training.ended;
    expect(ended.status).toBe("stopped");
    expect(ended.missing).toEqual([
      expect.stringContaining("checkpoints"),
      expect.stringContaining("model.safetensors"),
      expect.stringContaining("events.jsonl"),
    ]);
    expect(existsSync(training.folder)).toBe(false);
  });

  test("has its whole log when its folder was away for a while", async () => {
    const { training, state, until } = await trainings.train({ epochs: 1000 });
    await until(({ losses }) => losses.length > 0);
    renameSync(training.folder, `${training.folder}-away`);
    await until(({ warnings }) => warnings.length > 0);
    renameSync(`${training.folder}-away`, training.folder);
    await training.stop();
    await training.ended;
    expect((await trainings.recorded(training.id)).losses).toEqual(state.losses);
  });

  test("says which file is missing when something is in its place", async () => {
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
});
