/** Long logs are read and folded in little memory, in short turns of the event loop, and in linear time. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { OpenRun } from "../../../src/host/OpenRun";
import { applyEvent, foldEvents } from "../../../src/runs/applyEvent";
import { createRun } from "../../../src/runs/createRun";
import { foldRun } from "../../../src/runs/foldRun";
import { LogReader } from "../../../src/runs/LogReader";
import { encodeLine } from "../../../src/runs/logLine";
import type { RunEvent } from "../../../src/runs/RunEvent";
import { takeSnapshot } from "../../../src/runs/StateSnapshot";
import {
  checkpoint,
  config,
  control,
  dataset,
  ended,
  epochEnd,
  started,
  steps,
} from "../../unit/runs/exampleEvents";

const MEGABYTE = 1e6;

setFlagsFromString("--expose_gc");
const collectGarbage: () => void = runInNewContext("gc");

let folder: string;

beforeEach(() => {
  folder = createRun(mkdtempSync(join(tmpdir(), "long-")), config, new Date(2026, 0, 1)).folder;
});
afterEach(() => rmSync(join(folder, ".."), { recursive: true }));

function writeLog(events: Iterable<RunEvent>): void {
  writeFileSync(join(folder, "events.jsonl"), [...events].map((event) => `${encodeLine(event)}\n`).join(""));
}

/** Bytes in use after garbage collections, including those of typed arrays. */
async function bytesInUse(): Promise<number> {
  for (let time = 0; time < 3; time++) {
    collectGarbage();
    await turn();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Shortest processor time (µs) that a clock with ticks of 10 ms measures with an error of at most 20 %. */
const WELL_MEASURED = 50_000;

/**
 * The least processor time (µs) that one of `attempts` attempts took to call `work` `rounds` times. Other programs, which
 * use the machine's caches, may slow down some of the attempts.
 */
function cpuOf(work: () => void, rounds: number, attempts: number): number {
  const times = Array.from({ length: attempts }, () => {
    const before = process.cpuUsage();
    for (let round = 0; round < rounds; round++) work();
    return process.cpuUsage(before).user;
  });
  return Math.min(...times);
}

describe("an event costs the same in a run that is ten times as long", () => {
  const kinds: Record<
    string,
    { run: (length: number) => RunEvent[]; next: (length: number, i: number) => RunEvent }
  > = {
    "that goes back to its beginning again and again": {
      run: (length) => Array.from({ length }, () => control("epochs", 0, 5)),
      next: () => steps(1, 0, [1], 1),
    },
    "whose last epoch is logged again and again": {
      run: (length) => Array.from({ length }, (_, i) => epochEnd(i + 1, 0, 1)),
      next: (length) => epochEnd(length, 1, 1),
    },
    "whose last steps are logged again and again": {
      run: (length) => [steps(1, 0, Array(length * 100).fill(1), 1)],
      next: (length) => steps(1, length * 100 - 1, [1], 1),
    },
    "whose checkpoints are replaced": {
      run: (length) => Array.from({ length: length / 10 }, (_, i) => checkpoint(i + 1)),
      next: (length, i) => ({
        ...checkpoint(length / 10),
        file: `checkpoints/${i}`,
        removed: [`checkpoints/${i - 1}`],
      }),
    },
  };
  test.each(Object.entries(kinds))("%s", (_, { run, next }) => {
    const [inShort, inLong] = [1000, 10_000].map((length) => {
      const state = foldEvents([started, dataset, ...run(length)]);
      const events = Array.from({ length: 20_000 }, (_, i) => next(length, i));
      return () => {
        for (const event of events) applyEvent(state, event);
      };
    });
    let rounds = 1;
    while (cpuOf(inShort!, rounds, 1) < WELL_MEASURED) rounds *= 2;
    expect(cpuOf(inLong!, rounds, 5)).toBeLessThan(4 * cpuOf(inShort!, rounds, 5));
  });
});

test("a run on display takes less than 60 MB more after a million steps than after a thousand", async () => {
  const run = new OpenRun("a", "A", folder);
  run.add([started, dataset]);
  const train = (to: number) => {
    for (let step = run.state.losses.length; step < to; step += 10)
      run.add([
        steps(
          1 + Math.floor(step / 1000),
          step,
          Array.from({ length: 10 }, () => Math.random()),
          step,
        ),
      ]);
  };
  train(1000);
  const before = await bytesInUse();
  train(1_000_000);
  expect((await bytesInUse()) - before).toBeLessThan(60 * MEGABYTE);
  expect(run.state.losses).toHaveLength(1_000_000);
  const snapshot = takeSnapshot(run.state);
  expect((await bytesInUse()) - before).toBeLessThan(60 * MEGABYTE);
  expect(snapshot.losses.length).toBe(1_000_000);
});

/** The events of a long run. An epoch has 1000 steps, and a `steps` event has 20 losses. */
function* longRun(epochs: number): Generator<RunEvent> {
  yield { ...started, config: { ...config, epochs } };
  yield { ...dataset, stepsPerEpoch: 1000 } as RunEvent;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    for (let step = (epoch - 1) * 1000; step < epoch * 1000; step += 20)
      yield steps(
        epoch,
        step,
        Array.from({ length: 20 }, () => Math.random()),
        step,
      );
    yield {
      ...epochEnd(epoch, Math.random(), epoch),
      steps: 1000,
      confusion: [
        [1, 2],
        [3, 4],
      ],
    };
  }
  yield ended("finished");
}

test("a listed run takes as little memory after 500 epochs as after five", async () => {
  const sizes = [];
  for (const epochs of [5, 500]) {
    writeLog(longRun(epochs));
    const { state, problems } = (await foldRun(folder))!;
    expect(problems).toEqual([]);
    expect(state).toMatchObject({
      status: "finished",
      completeEpochs: epochs,
      losses: { length: epochs * 1000 },
    });
    expect(state.best?.testAccuracy).toBeGreaterThan(0);
    sizes.push(JSON.stringify(state).length);
  }
  expect(sizes[1]).toBeLessThan(sizes[0]! + 500);
});

test("the event loop turns at least once for each 128 KiB of a log", async () => {
  writeLog(longRun(500));
  let turns = 0;
  let isReading = true;
  const count = async () => {
    for (; isReading; turns++) await turn();
  };
  const counting = count();
  let slices = 0;
  let longest = 0;
  for await (const { events } of new LogReader(folder).slices()) {
    slices++;
    longest = Math.max(longest, events.length);
  }
  isReading = false;
  await counting;
  expect(slices).toBeGreaterThan(75);
  expect(turns).toBeGreaterThanOrEqual(slices);
  expect(longest).toBeLessThan(500);
});

test("the event loop turns within a long line", async () => {
  const losses = Array.from({ length: 200_000 }, () => Math.random());
  const parent = { id: "p", name: "P", checkpoint: "checkpoints/a", epoch: 100, step: losses.length };
  writeLog([{ ...started, parent: { ...parent, losses, epochs: [] } }, dataset, ended("stopped")]);
  let turns = 0;
  let isReading = true;
  const counting = (async () => {
    for (; isReading; turns++) await turn();
  })();
  const { events } = await new LogReader(folder).read();
  isReading = false;
  await counting;
  expect(foldEvents(events).losses.slice()).toEqual(losses);
  // The event loop turns after each piece of the file that is read, and after each part of the line that is parsed.
  expect(turns).toBeGreaterThan((1.5 * encodeLine(events[0]!).length) / (128 * 1024));
});

describe("implausible content is not kept in memory", () => {
  test("a line without an end", async () => {
    writeLog([started, dataset]);
    writeFileSync(join(folder, "events.jsonl"), `${encodeLine(started)}\n${" ".repeat(300 * MEGABYTE)}`);
    const before = await bytesInUse();
    const run = await foldRun(folder);
    expect((await bytesInUse()) - before).toBeLessThan(10 * MEGABYTE);
    expect(run?.problems).toEqual([
      "What comes after line 1 of events.jsonl was left out: the next line is too long.",
    ]);
  });

  test.each<[string, RunEvent]>([
    ["a confusion matrix that is no square", { ...epochEnd(1, 0.5, 1), confusion: [[1, 2]] }],
    [
      "a confusion matrix of more than 1000 classes",
      { ...epochEnd(1, 0.5, 1), confusion: Array(1001).fill(Array(1001).fill(0)) },
    ],
    [
      "a confusion matrix with a row of millions",
      { ...epochEnd(1, 0.5, 1), confusion: [Array(6_000_000).fill(0)] },
    ],
    ["a million losses in a line", steps(1, 0, Array(1_000_000).fill(0), 1)],
  ])("%s", async (_, event) => {
    writeLog([started, dataset, event, ended("stopped")]);
    const run = await foldRun(folder);
    expect(run?.problems).toEqual([
      "Line 3 of events.jsonl cannot be read by this version and was left out.",
    ]);
    expect(run?.state.status).toBe("stopped");
  });

  test("a shortened text does not keep the whole text in memory", async () => {
    const texts = Array.from(
      { length: 20 },
      (_, i): RunEvent => ({ type: "warning", message: `${i}`.repeat(1_000_000) }),
    );
    writeLog([started, ...texts]);
    const before = await bytesInUse();
    const run = (await foldRun(folder))!;
    expect((await bytesInUse()) - before).toBeLessThan(10 * MEGABYTE);
    expect(run.state.warnings).toHaveLength(20);
  });
});
