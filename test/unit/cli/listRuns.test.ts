import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { partialName } from "../../../src/files/partialName";
import { RunLock } from "../../../src/liveness/RunLock";
import { createRun } from "../../../src/runs/createRun";
import { RunLog } from "../../../src/runs/RunLog";
import { RunStore } from "../../../src/runs/RunStore";
import { config, dataset, ended, started } from "../runs/exampleEvents";
import { listLines } from "./listLines";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "list-"));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

async function listed() {
  return (await listLines(folder, true)).map((line) => JSON.parse(line));
}

describe("a run that changes while it is listed", () => {
  test("is finished when it ended after its log was read and before its trainer was looked for", async () => {
    const run = createRun(folder, config, new Date());
    const log = new RunLog(run.folder);
    log.append(started);
    log.append(dataset);
    const { list } = RunStore.prototype;
    vi.spyOn(RunStore.prototype, "list").mockImplementation(function (this: RunStore, onRead) {
      return list.call(this, (read) => {
        log.append(ended("finished"));
        log.close();
        onRead?.(read);
      });
    });
    expect(await listed()).toMatchObject([{ id: run.id, status: "finished" }]);
  });

  test("is preparing when its trainer has made the folder but not yet trainer.json", async () => {
    const run = createRun(folder, config, new Date());
    const { summary } = RunStore.prototype;
    let looks = 0;
    let lock: RunLock | undefined;
    vi.spyOn(RunStore.prototype, "summary").mockImplementation(async function (this: RunStore, id) {
      if (++looks === 1) lock = await RunLock.take(run.folder, { socket: null, stderr: null }, () => {});
      return summary.call(this, id);
    });
    expect(await listed()).toMatchObject([{ id: run.id, status: "preparing" }]);
    expect(looks).toBe(1);
    lock?.release();
  });
});

describe.each(["2000-01-01T00:00:00.000Z", "2999-01-01T00:00:00.000Z"])(
  "a run whose end is dated %s",
  (time) => {
    const endpoints = { socket: null, stderr: null };

    test("is running when a trainer has taken it after the end", async () => {
      const run = createRun(folder, config, new Date());
      const log = new RunLog(run.folder);
      log.append(started, dataset, { ...ended("finished"), time });
      log.close();
      const lock = await RunLock.take(run.folder, endpoints, () => {});
      expect(await listed()).toMatchObject([{ id: run.id, status: "running" }]);
      lock.release();
    });

    test("is finished when its trainer has logged the end and still holds the run", async () => {
      const run = createRun(folder, config, new Date());
      const lock = await RunLock.take(run.folder, endpoints, () => {});
      const log = new RunLog(run.folder);
      log.append(started, dataset, { ...ended("finished"), time });
      log.close();
      expect(await listed()).toMatchObject([{ id: run.id, status: "finished" }]);
      lock.release();
    });
  },
);

test("a runs folder that cannot be read leaves no timer that would keep the process", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    const file = join(folder, "file");
    writeFileSync(file, "");
    await expect(listLines(file, false)).rejects.toThrow("cannot be read");
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

test("a run is listed with the cause of its failure, its missing files and its weights", async () => {
  const run = createRun(folder, config, new Date());
  const log = new RunLog(run.folder);
  log.append(started);
  log.append({ ...ended("failed", "It died."), stderr: ["Ouch!"], missing: ["model.safetensors: no"] });
  log.close();
  expect(await listed()).toMatchObject([
    { error: "It died.", stderr: ["Ouch!"], missing: ["model.safetensors: no"], weights: null },
  ]);
  expect(await listLines(folder, false)).toEqual([
    expect.stringContaining("failed"),
    "  It died.",
    "  model.safetensors: no",
  ]);
});

test("a run whose folder has a name with a dot at the beginning is named, and one that is being made is not", async () => {
  const hidden = join(folder, ".old");
  renameSync(createRun(folder, config, new Date()).folder, hidden);
  renameSync(createRun(folder, config, new Date()).folder, join(folder, partialName(".new")));
  mkdirSync(join(folder, ".other"));
  mkdirSync(join(folder, ".unreadable"), { mode: 0 });
  writeFileSync(join(folder, ".file"), "");
  expect(await listLines(folder, false)).toEqual([
    ".old  refused",
    `  The run in ${hidden} is not listed: the name of its folder begins with a dot; rename it.`,
  ]);
});

test("the step of a fork has separators in a line, and none in JSON", async () => {
  const parent = { id: "a", name: "brisk-linen", checkpoint: "c", epoch: 2, step: 1260 };
  const run = createRun(folder, config, new Date(), parent);
  const log = new RunLog(run.folder);
  log.append({ ...started, parent });
  log.append(ended("finished"));
  log.close();
  expect(await listLines(folder, false)).toEqual([
    expect.stringContaining("forked from brisk-linen at step 1,260"),
  ]);
  expect(await listed()).toMatchObject([{ parent: { step: 1260 } }]);
});

test("JSON states when a run and its parent were made, which tells two runs of one id apart", async () => {
  const parent = { id: "a", name: "brisk-linen", checkpoint: "c", epoch: 2, step: 1260 };
  const created = "2026-01-01T09:30:00.250Z";
  const [of, earlier] = [{ ...parent, created }, parent].map((origin) => {
    const run = createRun(folder, config, new Date(), origin);
    const log = new RunLog(run.folder);
    log.append({ ...started, parent: origin });
    log.close();
    return run;
  });
  const runs = await listed();
  const found = [of!, earlier!].map(({ id }) => runs.find((run) => run.id === id));
  expect(found).toMatchObject([
    { created: of!.created, parent: { id: "a", created } },
    { created: earlier!.created, parent: { id: "a", created: null } },
  ]);
});

test.each(["", "\n\n", "\ufeff\r\n"])(
  "a run whose log holds no events but %j is listed with the reason that the log is empty",
  async (log) => {
    const run = createRun(folder, config, new Date());
    writeFileSync(join(run.folder, "events.jsonl"), log);
    const reason =
      "events.jsonl is empty, so nothing is known of what the run did; resume the run to train it, or delete its folder.";
    expect(await listed()).toMatchObject([{ status: "interrupted", error: reason, problems: [] }]);
    expect(await listLines(folder, false)).toEqual([expect.stringContaining("interrupted"), `  ${reason}`]);
  },
);
