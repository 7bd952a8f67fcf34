import { appendFileSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { RunsList } from "../../../src/host/RunsList";
import { RunsLook } from "../../../src/host/RunsLook";
import { removeFolder } from "../../support/removeFolder";
import { dataset, ended, RunFolder, started, steps } from "./runFolder";

let folder: string;
let list: RunsList;
let live: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "look-"));
  live = [];
  list = new RunsList({ folder }, { stateNow: ({ state }) => state, isUnderWay: () => false });
});
afterEach(() => {
  list.dispose();
  removeFolder(folder);
});

const nothing = { isChanged: false, grown: [] };
const look = async () => {
  await list.refresh();
  const found = new RunsLook(list, (run) => live.includes(run));
  // A new `RunsLook` has no earlier look to compare with. Its first look finds a change if the list has any run.
  expect(found.look(200)).toEqual({ isChanged: list.runs.length > 0, grown: [] });
  expect(found.look(200)).toEqual(nothing);
  return found;
};
const finished = (id: string) => new RunFolder(folder, id, 1).append(started, dataset, steps(0, 1), ended);
/** Sets a modification time that differs from the former one, even on a disk that stores times coarsely. */
const touch = (path: string) => utimesSync(path, 1, 2);

test("changed labels, and a trainer that comes or goes, are found once", async () => {
  const run = finished("a").folder;
  const found = await look();
  writeFileSync(join(run, "labels.json"), "{}");
  expect(found.look(200)).toEqual({ isChanged: true, grown: [] });
  expect(found.look(200)).toEqual(nothing);
  writeFileSync(join(run, "trainer.json"), "{}");
  expect(found.look(200).isChanged).toBe(true);
  // A trainer sets the file's modification time every 2 s, which is no change of the run.
  touch(join(run, "trainer.json"));
  expect(found.look(200)).toEqual(nothing);
  rmSync(join(run, "trainer.json"));
  expect(found.look(200).isChanged).toBe(true);
});

test("the log of an unfinished run is found to grow, unless its trainer reports to this window", async () => {
  const { folder: run, log } = new RunFolder(folder, "a", 1).append(started);
  const found = await look();
  touch(log);
  expect(found.look(200)).toEqual({ isChanged: false, grown: [run] });
  expect(found.look(200)).toEqual(nothing);
  live = [run];
  touch(log);
  appendFileSync(log, "\n");
  expect(found.look(200).grown).toEqual([]);
});

test("the log of an ended run is looked at while its folder names a trainer, which may have resumed it", async () => {
  const one = finished("a");
  const resumed = finished("b");
  writeFileSync(join(resumed.folder, "trainer.json"), "{}");
  const found = await look();
  touch(one.log);
  touch(resumed.log);
  expect(found.look(200)).toEqual({ isChanged: false, grown: [resumed.folder] });
});

test("a change is found when files make a run of a folder that was not one", async () => {
  const copied = join(folder, "copied");
  mkdirSync(copied);
  writeFileSync(join(copied, "run.json"), "");
  const found = await look();
  expect(list.refused).toHaveLength(1);
  writeFileSync(join(copied, "run.json"), "{}");
  touch(join(copied, "run.json"));
  expect(found.look(200)).toEqual({ isChanged: true, grown: [] });
  writeFileSync(join(copied, "events.jsonl"), "");
  touch(copied);
  expect(found.look(200)).toEqual({ isChanged: true, grown: [] });
  expect(found.look(200)).toEqual(nothing);
});

test("the next look checks the runs that exceed the number of one look", async () => {
  for (const id of ["a", "b", "c"]) finished(id);
  await list.refresh();
  const found = new RunsLook(list, () => false);
  expect([found.look(2).isChanged, found.look(2).isChanged]).toEqual([false, true]);
  const last = list.runs.at(-1)!;
  writeFileSync(join(last.folder, "labels.json"), "{}");
  expect([found.look(2).isChanged, found.look(2).isChanged]).toEqual([false, true]);
});
