import { rmSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { OwnTrash } from "../../../src/host/OwnTrash";
import { makeRunsFolder, RunFolder } from "./runFolder";

let folder: string;
beforeEach(() => {
  folder = makeRunsFolder();
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a run that comes back is not in the trash any more, also where it gets another id in the trash or after it", async () => {
  const trash = new OwnTrash();
  const make = () => new RunFolder(folder, "run", 1);
  make();
  const first = await trash.delete(folder, "run");
  make();
  const second = await trash.delete(folder, "run");
  expect([first, second, [...trash.ids]]).toEqual(["run", "run_2", ["run"]]);
  await trash.restore(folder, second);
  expect([...trash.ids]).toEqual(["run"]);
  make();
  await trash.restore(folder, first);
  expect([...trash.ids]).toEqual([]);
});
