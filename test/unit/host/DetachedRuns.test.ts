import { rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DetachedRuns } from "../../../src/host/DetachedRuns";
import { LiveRuns } from "../../../src/host/LiveRuns";
import { ended, makeRunsFolder, RunFolder, started } from "./runFolder";

function detachedRuns() {
  const options = { trainerPath: "", cacheFolder: "", proxy: () => ({}), gracePeriod: () => 0 };
  const runs = new DetachedRuns(new LiveRuns(options));
  const changes: (string | undefined)[] = [];
  runs.onDidChange(() => changes.push(runs.all[0]?.contact));
  return { runs, changes };
}

test("a run with a living trainer is connecting until an attempt has failed, and unreachable during every further attempt", async () => {
  const { folder } = new RunFolder(makeRunsFolder(), "a", 1).append(started).trainedBy("elsewhere");
  const { runs, changes } = detachedRuns();
  for (let attempt = 0; attempt < 3; attempt++) {
    await runs.find([folder]);
    expect(await runs.attach(folder)).toBe(false);
  }
  expect(changes).toEqual(["connecting", "unreachable"]);
  expect(runs.all).toEqual([{ id: "a", name: "Run a", folder, contact: "unreachable" }]);
});

test("a run is detached no longer when its trainer is gone", async () => {
  const { folder } = new RunFolder(makeRunsFolder(), "a", 1).append(started).trainedBy("elsewhere");
  const { runs, changes } = detachedRuns();
  await runs.find([folder]);
  rmSync(join(folder, "trainer.json"));
  await runs.attach(folder);
  expect(changes).toEqual(["connecting", undefined]);
  expect(runs.of(folder)).toBeUndefined();
});

test("a run whose trainer has died is not detached", async () => {
  const { folder } = new RunFolder(makeRunsFolder(), "a", 1).append(started).trainedBy(hostname());
  const { runs, changes } = detachedRuns();
  await runs.find([folder]);
  expect(changes).toEqual([]);
});

test("of several runs the newest is the first, also one whose log ends with its former end", async () => {
  const place = makeRunsFolder();
  const folders = ["b", "c", "a"].map(
    (id, number) => new RunFolder(place, id, number).append(started, ended).trainedBy("elsewhere").folder,
  );
  const { runs } = detachedRuns();
  await runs.find(folders);
  expect(runs.all.map(({ id }) => id)).toEqual(["c", "b", "a"]);
});
