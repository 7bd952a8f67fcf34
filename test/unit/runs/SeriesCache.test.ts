import { copyFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { beforeEach, describe, expect, test } from "vitest";
import { SeriesCache } from "../../../src/runs/SeriesCache";
import { makeRunsFolder, RunFolder, started, steps } from "../host/runFolder";

let runs: string;
let run: RunFolder;
beforeEach(() => {
  runs = makeRunsFolder();
  run = new RunFolder(runs, "a", 1).append(started, steps(0, 3, 2));
});

const lossesIn = async (cache: SeriesCache, folder: string) => [...(await cache.get(folder)).state.losses];

describe("the series of a run", () => {
  test("grow with its log", async () => {
    const cache = new SeriesCache();
    const first = await cache.get(run.folder);
    expect([...first.state.losses]).toEqual([3, 2]);
    run.append(steps(2, 1));
    expect(await cache.get(run.folder)).toBe(first);
    expect([...first.state.losses]).toEqual([3, 2, 1]);
  });

  test("are read once while the log stays as it is", async () => {
    const cache = new SeriesCache();
    expect(await cache.get(run.folder)).toBe(await cache.get(run.folder));
  });

  test("are read from the beginning when the log is another file, or shorter", async () => {
    const cache = new SeriesCache();
    await cache.get(run.folder);
    const other = new RunFolder(runs, "b", 2).append(started, steps(0, 9, 8, 7, 6));
    renameSync(other.log, run.log);
    expect(await lossesIn(cache, run.folder)).toEqual([9, 8, 7, 6]);
    writeFileSync(run.log, "");
    run.append(started, steps(0, 5));
    expect(await lossesIn(cache, run.folder)).toEqual([5]);
  });

  test("are read from the beginning when a longer log of another run was copied into the file", async () => {
    const cache = new SeriesCache();
    await cache.get(run.folder);
    const other = new RunFolder(runs, "b", 2).append(started, steps(0, 9, 8, 7, 6));
    copyFileSync(other.log, run.log);
    expect(await lossesIn(cache, run.folder)).toEqual([9, 8, 7, 6]);
  });

  test("are read once for requests at the same time", async () => {
    const cache = new SeriesCache();
    const [one, other] = await Promise.all([cache.get(run.folder), cache.get(run.folder)]);
    expect(one).toBe(other);
    expect([...one.state.losses]).toEqual([3, 2]);
  });

  test("of a missing log are empty, with the reason", async () => {
    rmSync(run.log);
    const series = await new SeriesCache().get(run.folder);
    expect(series.problem).toContain("events.jsonl is missing");
    expect(series.state.losses).toHaveLength(0);
  });

  test("hold no confusion matrix", async () => {
    const { epochEnd } = await import("./exampleEvents");
    run.append(epochEnd(1, 0.5, 1));
    const { state } = await new SeriesCache().get(run.folder);
    expect(state.epochs[0]).toMatchObject({ testAccuracy: 0.5, confusion: [] });
  });
});

describe("the memory of the series", () => {
  test("is limited: those used last are kept", async () => {
    const others = ["b", "c"].map((id, index) =>
      new RunFolder(runs, id, index + 2).append(started, steps(0, 1)),
    );
    const one = (await new SeriesCache().get(run.folder)).bytes;
    const cache = new SeriesCache(2 * one + 100);
    const first = await cache.get(run.folder);
    const second = await cache.get(others[0]!.folder);
    expect(await cache.get(run.folder)).toBe(first);
    await cache.get(others[1]!.folder);
    expect(cache.bytes).toBeLessThanOrEqual(2 * one + 100);
    expect(await cache.get(run.folder)).toBe(first);
    expect(await cache.get(others[0]!.folder)).not.toBe(second);
  });

  test("may be exceeded by one run alone", async () => {
    const cache = new SeriesCache(10);
    expect(await lossesIn(cache, run.folder)).toEqual([3, 2]);
  });
});
