import {
  appendFileSync,
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createRun } from "../../../src/runs/createRun";
import { changeLabels } from "../../../src/runs/labelsFile";
import { seal } from "../../../src/runs/logLine";
import { tutorialConfig } from "../../../src/runs/RunConfig";
import type { RunEvent } from "../../../src/runs/RunEvent";
import { RunLog } from "../../../src/runs/RunLog";
import { RunStore, type RunsListing } from "../../../src/runs/RunStore";
import type { SummaryStore } from "../../../src/runs/SummaryCache";
import { setLanguage } from "../../../src/text/language";
import { generator } from "../../faults/random";
import { checkpoint, dataset, ended, epochEnd, started, steps } from "./exampleEvents";

let folder: string;
let runs: string;
let store: SummaryStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "summaries-"));
  runs = join(folder, "runs");
  mkdirSync(runs);
  store = { cacheFolder: join(folder, "cache"), program: "1", mayWrite: () => true, settledMs: 0 };
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const whole = [
  started,
  dataset,
  steps(1, 0, [2.5, null, 2.25, 2], 1),
  epochEnd(1, 0.5, 2),
  ended("finished"),
];

function record(day: number, events: readonly RunEvent[] = whole) {
  const run = createRun(runs, tutorialConfig, new Date(2026, 0, day));
  const log = new RunLog(run.folder);
  for (const event of events) log.append(event);
  log.close();
  return { ...run, log: join(run.folder, "events.jsonl") };
}

/** The listing of a new {@link RunStore} with the cache, as a new process would make it. */
function list(others: Partial<SummaryStore> = {}): Promise<RunsListing> {
  return new RunStore(runs, { ...store, ...others }).list();
}

/** The listing of a new {@link RunStore} without the cache. */
function listAfresh(): Promise<RunsListing> {
  return new RunStore(runs).list();
}

function cacheFiles(): string[] {
  const summaries = join(store.cacheFolder, "summaries");
  return existsSync(summaries) ? readdirSync(summaries).map((name) => join(summaries, name)) : [];
}

function cacheFile(): string {
  const files = cacheFiles();
  expect(files).toHaveLength(1);
  return files[0]!;
}

/** Changes each run's summary in the cache file, and gives the summary a matching checksum. */
function changeStored(change: (stored: Record<string, unknown>) => object): void {
  const [header, ...lines] = readFileSync(cacheFile(), "utf8").split("\n");
  const changed = lines.map((line) => {
    if (line === "") return line;
    const { crc: _, ...stored } = JSON.parse(line);
    return seal(JSON.stringify(change(stored)));
  });
  writeFileSync(cacheFile(), [header, ...changed].join("\n"));
}

const mark = "2000-01-01T00:00:00.000Z";

/** Sets `created` of each stored summary to {@link mark}, so that a listing shows which runs come from the cache. */
function markStored(): void {
  changeStored((stored) => ({ ...stored, created: mark }));
}

/** The ids, sorted, of the runs that {@link list} takes from the cache. Call {@link markStored} before. */
async function taken(others?: Partial<SummaryStore>): Promise<string[]> {
  const { runs } = await list(others);
  return runs.flatMap(({ id, created }) => (created === mark ? [id] : [])).sort();
}

describe("a runs folder that another process has listed", () => {
  test("is listed from the cache, with the same result as when each log is read", async () => {
    const scheduled: RunEvent = { ...steps(1, 0, [2.5, 2], 1), learningRates: [0.1, 0.05] };
    const logs = [whole, whole, [started, dataset, scheduled, ended("stopped")]];
    const ids = logs.map((events, index) => record(index + 1, events).id);
    await changeLabels(join(runs, ids[1]!), (labels) => ({ ...labels, name: "brisk-linen", tags: ["a"] }));
    const afresh = await listAfresh();
    expect(await list()).toEqual(afresh);
    const stored = await list();
    expect(stored).toEqual(afresh);
    expect(stored.runs.map(({ state }) => state.learningRates.length)).toEqual([2, 0, 0]);
    markStored();
    expect(await taken()).toEqual(ids);
  });

  test("is listed the same when the cache is deleted", async () => {
    record(1);
    await list();
    rmSync(store.cacheFolder, { recursive: true });
    expect(await list()).toEqual(await listAfresh());
    markStored();
    expect(await taken()).toHaveLength(1);
  });

  test("is not changed, nor is a run's folder", async () => {
    const run = record(1);
    const before = [runs, run.folder].map((path) => [readdirSync(path), statSync(path).ctimeMs]);
    await list();
    await list();
    expect([runs, run.folder].map((path) => [readdirSync(path), statSync(path).ctimeMs])).toEqual(before);
  });

  test("is listed from the cache when it is read-only", async () => {
    const { id, folder: run } = record(1);
    for (const path of [run, runs]) chmodSync(path, 0o500);
    await list();
    markStored();
    expect(await taken()).toEqual([id]);
    for (const path of [runs, run]) chmodSync(path, 0o700);
  });

  test("is not stored again when nothing has changed", async () => {
    record(1);
    await list();
    const { mtimeMs, size } = statSync(cacheFile());
    await list();
    expect(statSync(cacheFile())).toMatchObject({ mtimeMs, size });
  });

  test("no longer lists runs that are gone", async () => {
    const { folder: gone } = record(1);
    record(2);
    await list();
    rmSync(gone, { recursive: true });
    expect((await list()).runs).toHaveLength(1);
  });
});

describe("a run is read again", () => {
  async function isReadAgainAfter(change: (run: ReturnType<typeof record>) => unknown): Promise<void> {
    const run = record(1);
    const other = record(2);
    await list();
    markStored();
    await change(run);
    expect(await taken()).toEqual([other.id]);
    const [again] = (await list()).runs.filter(({ id }) => id === run.id);
    expect(again).toEqual((await listAfresh()).runs.find(({ id }) => id === run.id));
  }

  test("when its log has become longer", () =>
    isReadAgainAfter(({ folder: path }) => {
      const log = new RunLog(path);
      log.append({ type: "warning", message: "new" });
      log.close();
    }));

  test("when its log is changed in place, with its former size and time", () =>
    isReadAgainAfter(({ log }) => {
      const { atime, mtime } = statSync(log);
      const file = openSync(log, "r+");
      writeSync(file, "#", readFileSync(log).indexOf("2.25"));
      closeSync(file);
      utimesSync(log, atime, mtime);
    }));

  test("when its log is replaced by another one of the same size and time", () =>
    isReadAgainAfter(({ log }) => {
      const { atime, mtime } = statSync(log);
      writeFileSync(`${log}.new`, readFileSync(log, "utf8").replace("2.25", "2.26"));
      utimesSync(`${log}.new`, atime, mtime);
      renameSync(`${log}.new`, log);
    }));

  test("when its record is another one", () =>
    isReadAgainAfter(({ folder: path }) => {
      const file = join(path, "run.json");
      writeFileSync(file, readFileSync(file, "utf8").replace('"format": 2', '"format": 9'));
    }));

  test("when it has a checkpoint that its log lacks", () =>
    isReadAgainAfter(({ folder: path }) => {
      mkdirSync(join(path, "checkpoints"));
      writeFileSync(join(path, "checkpoints/step-000004.safetensors"), "");
    }));
});

describe("a run is listed with its current labels", () => {
  test("and its log is not read again", async () => {
    const { id, folder: path } = record(1);
    await list();
    markStored();
    await changeLabels(path, (labels) => ({ ...labels, name: "brisk-linen" }));
    expect((await list()).runs).toMatchObject([{ id, name: "brisk-linen", created: mark }]);
    expect((await list()).runs).toMatchObject([{ id, name: "brisk-linen", created: mark }]);
  });

  test("and is refused when one of its files has become a link", async () => {
    const { id, folder: path } = record(1);
    await list();
    symlinkSync("/nowhere", join(path, "model.safetensors"));
    expect(await list()).toMatchObject({ runs: [], refused: [{ id }] });
  });
});

describe("a cache costs time only", () => {
  test("when it is damaged anywhere", async () => {
    for (const day of [1, 2, 3]) record(day);
    const afresh = await listAfresh();
    await list();
    const good = readFileSync(cacheFile());
    const draw = generator(7);
    for (let round = 0; round < 50; round++) {
      const damaged = Buffer.from(good);
      const at = draw(good.length);
      damaged[at]! ^= 1 << draw(8);
      writeFileSync(cacheFile(), round % 2 === 0 ? damaged : good.subarray(0, at));
      expect(await list(), `round ${round}, byte ${at}`).toEqual(afresh);
    }
  });

  test.each([
    ["empty", ""],
    ["a blank line", "\n"],
    ["JSON", "{}\n{}\n"],
    ["no text", "\0".repeat(1000)],
    ["nested deeply", `${'{"id":'.repeat(1000)}\n`],
  ])("when it is another file: %s", async (_, content) => {
    record(1);
    await list();
    writeFileSync(cacheFile(), content);
    expect(await list()).toEqual(await listAfresh());
    markStored();
    expect(await taken()).toHaveLength(1);
  });

  test("when another build or a process with another language wrote it", async () => {
    record(1);
    await list();
    markStored();
    expect(await taken({ program: "2" })).toEqual([]);
    setLanguage("ko", {});
    expect(await taken()).toEqual([]);
    setLanguage("en", undefined);
    expect(cacheFiles()).toHaveLength(3);
    expect(await taken()).toHaveLength(1);
  });

  test("when its folder cannot be made", async () => {
    record(1);
    writeFileSync(join(folder, "file"), "");
    expect(await list({ cacheFolder: join(folder, "file/cache") })).toEqual(await listAfresh());
  });

  test("when a link is in its place, whose target stays as it is", async () => {
    record(1);
    await list();
    const [path, target] = [cacheFile(), join(folder, "target")];
    renameSync(path, target);
    const before = readFileSync(target, "utf8");
    symlinkSync(target, path);
    expect(await list()).toEqual(await listAfresh());
    expect(readFileSync(target, "utf8")).toBe(before);
  });

  test("when two processes list the folder at once", async () => {
    for (let day = 1; day <= 20; day++) record(day);
    const afresh = await listAfresh();
    const all = await Promise.all([1, 2, 3, 4].map(() => list()));
    for (const one of all) expect(one).toEqual(afresh);
    expect(await list()).toEqual(afresh);
    markStored();
    expect(await taken()).toHaveLength(20);
  });
});

describe("nothing is stored", () => {
  test("in a workspace that is not trusted, though stored summaries are read", async () => {
    record(1);
    await list({ mayWrite: () => false });
    expect(existsSync(store.cacheFolder)).toBe(false);
    await list();
    markStored();
    expect(await taken({ mayWrite: () => false })).toHaveLength(1);
  });

  test("of a run that has just changed", async () => {
    record(1);
    await list({ settledMs: 60_000 });
    expect(cacheFiles()).toEqual([]);
  });

  test("of a run with a part that could not be read", async () => {
    const { log } = record(1);
    appendFileSync(log, "damaged\n");
    await list();
    expect(cacheFiles()).toEqual([]);
  });

  test("of a run whose summary is very long", async () => {
    record(1, [
      started,
      ...Array.from({ length: 50 }, () => checkpoint(1)),
      ended("failed", "é".repeat(9000)),
    ]);
    record(2, [
      started,
      { type: "ended", status: "failed", time: "", seconds: 1, stderr: Array(50).fill("x".repeat(5000)) },
    ]);
    const { runs } = await list();
    expect(runs).toHaveLength(2);
    expect(statSync(cacheFile()).size).toBeLessThan(65_536);
  });
});

describe("the cache does not grow without end", () => {
  test("lines that no run needs are removed", async () => {
    const warnings = Array.from({ length: 20 }, (_, index) => ({
      type: "warning" as const,
      message: `${index} ${"x".repeat(2000)}`,
    }));
    const { folder: path } = record(1, [started, ...warnings]);
    record(2);
    for (let round = 0; round < 22; round++) {
      const log = new RunLog(path);
      log.append(dataset);
      log.close();
      await list();
    }
    expect(statSync(cacheFile()).size).toBeLessThan(400_000);
    expect(await list()).toEqual(await listAfresh());
  });

  test("at most 20 files are kept, those that were written last", async () => {
    record(1);
    for (let build = 0; build < 25; build++) {
      const before = cacheFiles();
      await list({ program: String(build) });
      for (const path of cacheFiles()) if (!before.includes(path)) utimesSync(path, build, build);
    }
    const programs = cacheFiles().map(
      (path) => JSON.parse(readFileSync(path, "utf8").split("\n")[0]!).program,
    );
    expect(programs.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, at) => at + 5));
  });
});
