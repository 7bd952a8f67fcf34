/** A runs folder with more entries than any user has. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { encodeLine } from "../../../src/runs/logLine";
import type { RunEvent } from "../../../src/runs/RunEvent";
import { RunStore } from "../../../src/runs/RunStore";
import { openWindow } from "../../integration/host/openWindow";
import { config, dataset, ended, started } from "../../unit/runs/exampleEvents";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "many-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function makeRun(id: string, events: RunEvent[], record = {}): string {
  const run = join(folder, id);
  mkdirSync(run);
  writeFileSync(join(run, "events.jsonl"), events.map((event) => `${encodeLine(event)}\n`).join(""));
  const whole = { format: 1, id, name: id, created: started.time, notes: "", tags: [], config, ...record };
  writeFileSync(join(run, "run.json"), JSON.stringify(whole));
  return run;
}

/** The number of turns of the event loop during some work. */
async function turnsDuring(work: Promise<unknown>): Promise<number> {
  let isDone = false;
  let turns = 0;
  const done = work.finally(() => {
    isDone = true;
  });
  for (; !isDone; turns++) await setImmediate();
  await done;
  return turns;
}

describe("the event loop turns again and again", () => {
  test("while a folder with 5000 empty folders is listed", async () => {
    for (let i = 0; i < 5000; i++) mkdirSync(join(folder, `empty-${i}`));
    expect(await turnsDuring(new RunStore(folder).list())).toBeGreaterThan(10);
  });

  test("while 1000 runs are listed that have not changed since the last time", async () => {
    for (let i = 0; i < 1000; i++) makeRun(`run-${i}`, [started, ended("finished")]);
    const store = new RunStore(folder);
    await store.list();
    expect(await turnsDuring(store.list())).toBeGreaterThan(10);
  });

  test("while a window looks for the trainers of 1000 runs", async () => {
    for (let i = 0; i < 1000; i++) makeRun(`run-${i}`, [started]);
    const window = openWindow(folder);
    await window.refresh();
    expect(window.list.runs).toHaveLength(1000);
    expect(await turnsDuring(window.list.update())).toBeGreaterThan(5);
    window.dispose();
  });
});

test("runs with short files are shown before those with long ones", async () => {
  const runs = 10;
  for (let i = 0; i < runs; i++) {
    makeRun(`long-${i}`, [started], { notes: "x".repeat(100_000) });
    makeRun(`short-${i}`, [started, ended("finished")]);
  }
  const read: string[] = [];
  await new RunStore(folder).list(({ id }) => read.push(id));
  expect(read).toHaveLength(2 * runs);
  // Two runs are read at the same time, so a long one may be complete before the last short one.
  expect(read.slice(0, runs - 1).filter((id) => id.startsWith("long"))).toEqual([]);
});

describe("a list keeps only what it shows of a run", () => {
  const listed = async () => (await new RunStore(folder).list()).runs[0]!;

  test("when run.json has a time of a million characters", async () => {
    makeRun("run", [started, ended("finished")], { created: "2".repeat(1_000_000) });
    expect((await listed()).created.length).toBe(200);
  });

  test("when run.json has a data folder whose path is longer than any", async () => {
    const location = `/${"x".repeat(500_000)}`;
    makeRun("run", [started, ended("finished")], {
      config: { ...config, dataset: { ...config.dataset, location } },
    });
    const { problems, state } = await listed();
    expect(problems).toEqual([expect.stringContaining("run.json is missing or damaged")]);
    expect(state.config?.dataset.location).toBe(config.dataset.location);
  });

  test("when the log names 16 data files with paths of 32,000 characters", async () => {
    makeRun("run", [
      started,
      { ...dataset, files: Array(16).fill("x".repeat(32_000)) } as RunEvent,
      ended("finished"),
    ]);
    expect(JSON.stringify((await listed()).state.dataset).length).toBeLessThan(1000);
  });

  test("when its folder has 1500 checkpoints that its log does not list", async () => {
    const run = makeRun("run", [started, ended("finished")]);
    mkdirSync(join(run, "checkpoints"));
    for (let i = 0; i < 1500; i++)
      writeFileSync(join(run, `checkpoints/step-${String(i).padStart(200, "0")}.safetensors`), "");
    const [problem] = (await listed()).problems;
    expect(problem).toMatch(
      /^events\.jsonl does not list checkpoints\/step-0+\.safetensors, .* and 1490 more; /,
    );
    expect(problem!.length).toBeLessThan(4000);
  });
});

test("a run whose folder has more entries than any run is refused, without looking at each", async () => {
  const run = makeRun("run", [started, ended("finished")]);
  for (let i = 0; i < 2001; i++) symlinkSync("/nowhere", join(run, `events.jsonl.${i}`));
  const { refused } = await new RunStore(folder).list();
  expect(refused[0]?.refusal).toContain("its folder is a folder of more than 2000 entries; move it away.");
});
