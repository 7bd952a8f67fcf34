import { cpSync, renameSync, symlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { attachTraining } from "../../src/client/TrainerClient";
import { isTrainerAlive } from "../../src/liveness/isTrainerAlive";
import { recordUnwatchedDeath } from "../../src/liveness/unwatchedDeath";
import { trainings, useTrainings } from "../support/eachTest";
import { listLines } from "../unit/cli/listLines";

useTrainings();

describe("a copy of a run that is being trained", () => {
  test("has no trainer, cannot be attached to, and can be resumed beside the original", async () => {
    const { training, state, until } = await trainings.train({ epochs: 1000 });
    await until(({ checkpoints }) => checkpoints.length > 0);
    const copy = `${training.folder}-copy`;
    cpSync(training.folder, copy, { recursive: true });
    expect(await isTrainerAlive(copy)).toBeUndefined();
    expect(await attachTraining({ folder: copy, onEvent: () => {} })).toBeUndefined();
    expect(await recordUnwatchedDeath(copy)).toBe(false);
    const { epoch } = await trainings.recorded(basename(copy));
    const resumed = await trainings.start({ resume: { folder: copy, epochs: epoch + 1 } });
    expect(await resumed.training.ended).toMatchObject({ status: "finished" });
    expect(state.status).toBe("running");
    expect(await isTrainerAlive(training.folder)).toBe(true);
    await training.stop();
    await training.ended;
  });

  test("is listed as interrupted beside the live original", async () => {
    const { training, until } = await trainings.train({ epochs: 1000 });
    await until(({ losses }) => losses.length > 0);
    cpSync(training.folder, join(trainings.runsFolder, "backup"), { recursive: true });
    const listed = (await listLines(trainings.runsFolder, true)).map((line) => JSON.parse(line));
    expect(Object.fromEntries(listed.map(({ folder: run, status }) => [basename(run), status]))).toEqual({
      backup: "interrupted",
      [training.id]: "running",
    });
    await training.stop();
    await training.ended;
  });

  test("is distinguished from the original, which keeps its trainer when it is moved; a link to it has none", async () => {
    const { training, until } = await trainings.train({ epochs: 1000 });
    await until(({ losses }) => losses.length > 0);
    const link = join(trainings.folder, "link");
    symlinkSync(training.folder, link);
    expect(await isTrainerAlive(link)).toBeUndefined();
    const moved = `${training.folder}-moved`;
    renameSync(training.folder, moved);
    expect(await isTrainerAlive(moved)).toBe(true);
    renameSync(moved, training.folder);
    await training.stop();
    await training.ended;
  });
});
