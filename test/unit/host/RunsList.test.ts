import { mkdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { RunsList } from "../../../src/host/RunsList";
import { presentState } from "../../../src/liveness/presentState";
import type { RunSummary } from "../../../src/runs/RunStore";
import { dataset, ended, makeRunsFolder, RunFolder, started } from "./runFolder";

function listOf(folder: string): RunsList {
  return new RunsList({ folder }, { stateNow: ({ state }: RunSummary) => state, isUnderWay: () => false });
}

test("a setting that names a folder above the runs folder is reported with the folder to choose", async () => {
  const outer = makeRunsFolder();
  mkdirSync(join(outer, "my-runs"));
  new RunFolder(join(outer, "my-runs"), "a", 1).append(started);
  const list = listOf(outer);
  await list.refresh();
  expect(list.problem).toBe(
    `There are no runs in ${outer}, but ${join(outer, "my-runs")} holds runs; set fittingRoom.runs.location to it.`,
  );
  list.place = { folder: join(outer, "my-runs") };
  await list.refresh();
  expect([list.problem, list.runs.length]).toEqual([undefined, 1]);
});

test("a live run stays in the list when another runs folder is listed", async () => {
  const runs = makeRunsFolder();
  for (const name of ["live", "ended"]) new RunFolder(runs, name, 1).append(started);
  const list = new RunsList(
    { folder: runs },
    { stateNow: ({ state }: RunSummary) => state, isUnderWay: ({ id }) => id === "live" },
  );
  await list.refresh();
  list.place = { folder: makeRunsFolder() };
  expect(list.runs.map(({ id }) => id)).toEqual(["live"]);
  await list.refresh();
  expect(list.runs.map(({ id }) => id)).toEqual(["live"]);
});

test("a setting that names the folder of a run is reported with the folder to choose", async () => {
  const runs = makeRunsFolder();
  const { folder } = new RunFolder(runs, "a", 1).append(started);
  const list = listOf(folder);
  await list.refresh();
  expect(list.problem).toBe(
    `${folder} belongs to a run; choose the folder ${realpathSync(runs)}, which holds the run.`,
  );
});

test("a run that has lost its record and its log has a row with the reason", async () => {
  const runs = makeRunsFolder();
  mkdirSync(join(runs, "lost", "checkpoints"), { recursive: true });
  writeFileSync(join(runs, "lost", "checkpoints", "step-000004.safetensors"), "");
  const list = listOf(runs);
  await list.refresh();
  expect(list.refused).toMatchObject([
    { id: "lost", refusal: expect.stringContaining("neither run.json nor") },
  ]);
});

test("a run whose resume was undone has the end that its log holds again, although the log was not read again", async () => {
  const runs = makeRunsFolder();
  const finished = { ...ended, time: "2026-01-01T00:00:00.000Z" };
  const run = new RunFolder(runs, "a", 1)
    .append(started, dataset, finished)
    .silence()
    .trainedBy("another machine");
  const list = new RunsList(
    { folder: runs },
    { stateNow: (one) => presentState(one), isUnderWay: () => false },
  );
  const status = () => list.runs[0]?.state.status;
  await list.refresh();
  expect(status()).toBe("running");
  await list.update();
  expect(status()).toBe("running");
  rmSync(join(run.folder, "trainer.json"));
  await list.update();
  expect(status()).toBe("finished");
});

test("the runs that name a trainer are found before a run is read, except one that is refused", async () => {
  const runs = makeRunsFolder();
  const held = new RunFolder(runs, "held", 1).append(started).trainedBy("another machine");
  new RunFolder(runs, "ended", 2).append(started, ended);
  const refused = new RunFolder(runs, "refused", 3).append(started).trainedBy("another machine");
  mkdirSync(join(refused.folder, "model.safetensors"));
  const list = listOf(runs);
  const found: unknown[] = [];
  await list.refresh((folders) => found.push(folders, list.runs.length));
  expect(found).toEqual([[held.folder], 0]);
  expect(list.runs.map(({ id }) => id)).toEqual(["ended", "held"]);
});
