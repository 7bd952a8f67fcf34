import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { LogTail } from "../../../src/runs/LogTail";
import { encodeLine } from "../../../src/runs/logLine";
import type { RunEvent } from "../../../src/runs/RunEvent";
import { config, dataset, makeRunsFolder, RunFolder, started, steps } from "../host/runFolder";

async function all(slices: AsyncIterable<RunEvent[]>): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const slice of slices) events.push(...slice);
  return events;
}

test("each reading yields the events that were appended since the last one", async () => {
  const run = new RunFolder(makeRunsFolder(), "a", 1);
  const tail = new LogTail(run.folder);
  expect(await all(tail.read())).toEqual([]);
  run.append(started, dataset);
  expect(await all(tail.read())).toEqual([started, dataset]);
  run.append(steps(0, 2.3));
  expect(await all(tail.read())).toEqual([steps(0, 2.3)]);
  expect(await all(tail.read())).toEqual([]);
});

test("an incomplete line is left for the next reading", async () => {
  const run = new RunFolder(makeRunsFolder(), "a", 1).append(started);
  const tail = new LogTail(run.folder);
  const line = `${encodeLine(steps(0, 2.3))}\n`;
  appendFileSync(run.log, line.slice(0, 20));
  expect(await all(tail.read())).toEqual([started]);
  appendFileSync(run.log, line.slice(20));
  expect(await all(tail.read())).toEqual([steps(0, 2.3)]);
});

test("a complete last line is read once, although its newline comes later", async () => {
  const run = new RunFolder(makeRunsFolder(), "a", 1).append(started);
  const tail = new LogTail(run.folder);
  for (const [number, loss] of [2.3, 2.2].entries()) {
    const event = steps(number, loss);
    appendFileSync(run.log, encodeLine(event));
    expect(await all(tail.read())).toEqual(number === 0 ? [started, event] : [event]);
    expect(tail.cutOff).toEqual([]);
    expect(await all(tail.read())).toEqual([]);
    appendFileSync(run.log, "\n");
    expect(await all(tail.read())).toEqual([]);
  }
  appendFileSync(run.log, `${encodeLine(steps(2, 2.1))}\n${encodeLine(steps(3, 2))}`);
  expect(await all(tail.read())).toEqual([steps(2, 2.1), steps(3, 2)]);
});

test("a damaged line becomes a warning, and every other line is read", async () => {
  const run = new RunFolder(makeRunsFolder(), "a", 1).append(started);
  appendFileSync(run.log, "half a li\n");
  run.append(dataset);
  expect(await all(new LogTail(run.folder).read())).toEqual([
    started,
    dataset,
    { type: "warning", message: expect.stringContaining("events.jsonl") },
  ]);
});

test("a lost first line is replaced by the content of run.json", async () => {
  const run = new RunFolder(makeRunsFolder(), "a", 1);
  appendFileSync(run.log, "half a li\n");
  run.append(dataset);
  const tail = new LogTail(run.folder);
  expect(await all(tail.read())).toEqual([
    { type: "started", time: expect.any(String), config },
    dataset,
    { type: "warning", message: "Line 1 of events.jsonl is damaged and was left out." },
  ]);
  expect(await all(tail.read())).toEqual([]);
});

test("a damaged run.json is reported once", async () => {
  const run = new RunFolder(makeRunsFolder(), "a", 1).append(started);
  writeFileSync(join(run.folder, "run.json"), "{");
  const tail = new LogTail(run.folder);
  expect(await all(tail.read())).toEqual([
    started,
    { type: "warning", message: expect.stringMatching(/^run\.json is missing or damaged/) },
  ]);
  run.append(dataset);
  expect(await all(tail.read())).toEqual([dataset]);
});

test("a log that does not continue what was read is not read, and the reading is outdated", async () => {
  const run = new RunFolder(makeRunsFolder(), "a", 1).append(started, steps(0, 2.3, 2.2));
  const whole = readFileSync(run.log);
  for (const replace of [
    () => writeFileSync(run.log, whole.subarray(0, 100)),
    () => writeFileSync(run.log, Buffer.concat([whole.subarray(1), whole])),
  ]) {
    writeFileSync(run.log, whole);
    const tail = new LogTail(run.folder);
    await all(tail.read());
    expect(await all(tail.read())).toEqual([]);
    expect(tail.isOutdated).toBe(false);
    replace();
    expect(await all(tail.read())).toEqual([]);
    expect(tail.isOutdated).toBe(true);
  }
});
