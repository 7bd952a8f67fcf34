import { appendFileSync } from "node:fs";
import { expect, test } from "vitest";
import { LogTail } from "../../../src/host/LogTail";
import { dataset, makeRunsFolder, RunFolder, started, steps } from "./runFolder";

test("each reading gives what was appended since the one before", async () => {
  const run = new RunFolder(makeRunsFolder(), "a", 1);
  const tail = new LogTail(run.folder);
  expect(await tail.read()).toEqual([]);
  run.append(started, dataset);
  expect(await tail.read()).toEqual([started, dataset]);
  run.append(steps(0, 2.3));
  expect(await tail.read()).toEqual([steps(0, 2.3)]);
  expect(await tail.read()).toEqual([]);
});

test("a line that is being written is left for the next reading", async () => {
  const run = new RunFolder(makeRunsFolder(), "a", 1).append(started);
  const tail = new LogTail(run.folder);
  const line = `${JSON.stringify(steps(0, 2.3))}\n`;
  appendFileSync(run.log, line.slice(0, 20));
  expect(await tail.read()).toEqual([started]);
  appendFileSync(run.log, line.slice(20));
  expect(await tail.read()).toEqual([steps(0, 2.3)]);
});

test("a damaged line comes as a warning and costs no other line", async () => {
  const run = new RunFolder(makeRunsFolder(), "a", 1).append(started);
  appendFileSync(run.log, "half a li\n");
  run.append(dataset);
  expect(await new LogTail(run.folder).read()).toEqual([
    started,
    dataset,
    { type: "warning", message: expect.stringContaining("events.jsonl") },
  ]);
});
