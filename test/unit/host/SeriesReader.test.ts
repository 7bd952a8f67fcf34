import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { SeriesReader } from "../../../src/host/SeriesReader";
import { parseGroupsRequest, parseSeriesRequest, parseValuesRequest } from "../../../src/host/seriesRequests";
import type { SeriesRequest, ValuesRequest } from "../../../src/protocol/seriesProtocol";
import { applyEvent } from "../../../src/runs/applyEvent";
import { emptyRunState } from "../../../src/runs/RunState";
import { SeriesCache } from "../../../src/runs/SeriesCache";
import * as example from "../runs/exampleEvents";
import { epochEnd } from "../runs/exampleEvents";
import { dataset, makeRunsFolder, RunFolder, started, steps } from "./runFolder";

let runs: string;
let reader: SeriesReader;
beforeEach(() => {
  runs = makeRunsFolder();
  new RunFolder(runs, "a", 1).append(started, dataset, steps(0, 4, 3, 2, 1), epochEnd(1, 0.5, 2));
  new RunFolder(runs, "b", 2).append(started, dataset, steps(0, 8, 6));
  reader = new SeriesReader((id) => (id === "unlisted" ? undefined : { folder: join(runs, id) }));
});

afterEach(() => {
  vi.useRealTimers();
});

const request: SeriesRequest = {
  runIds: ["a", "b"],
  metric: "loss",
  x: "step",
  smoothing: 0,
  isLog: false,
  pixels: 100,
  raw: true,
};
const values: ValuesRequest = {
  runIds: ["a", "b"],
  metric: "loss",
  x: "step",
  smoothing: 0.5,
  at: 2,
  offset: 0,
};

describe("the means of groups", () => {
  const { runIds: _, raw: __, ...query } = request;
  const groups = [
    { id: "both", runIds: ["a", "b"] },
    { id: "one", runIds: ["b", "unlisted"] },
    { id: "none", runIds: [] },
  ];

  test("are answered with their spread, for the whole axis and for a part of it", async () => {
    const [both, one, none] = await reader.groups({ ...query, groups });
    expect(both).toEqual({
      runId: "both",
      isWhole: true,
      runCount: 2,
      extent: [1, 4],
      raw: { x: Float64Array.of(1, 2, 3, 4), y: Float32Array.of(6, 4.5, 2, 1) },
      spread: {
        count: Float32Array.of(2, 2, 1, 1),
        sd: Float32Array.of(Math.sqrt(8), Math.sqrt(4.5), Number.NaN, Number.NaN),
        min: Float32Array.of(4, 3, 2, 1),
        max: Float32Array.of(8, 6, 2, 1),
      },
    });
    expect(one).toMatchObject({
      runId: "one",
      runCount: 1,
      extent: [1, 2],
      raw: { y: Float32Array.of(8, 6) },
    });
    expect(none).toEqual({ runId: "none", isWhole: true, runCount: 0 });
    const [part] = await reader.groups({ ...query, groups, range: [2.5, 3.5] });
    expect(part).toMatchObject({
      runCount: 2,
      extent: [1, 4],
      raw: { x: Float64Array.of(2, 3, 4), y: Float32Array.of(4.5, 2, 1) },
    });
  });

  test("are the means of the runs' averages where values are smoothed, also in a part of the axis", async () => {
    const smoothing = 0.5;
    const ids = ["a", "b"];
    const curves = await reader.series({ ...request, smoothing, runIds: ids });
    const [mean] = await reader.groups({ ...query, smoothing, groups });
    const [a, b] = curves.map(({ smoothed }) => smoothed!.y);
    expect(mean!.raw!.y[1]).toBeCloseTo((a![1]! + b![1]!) / 2, 6);
    const [part] = await reader.groups({ ...query, smoothing, groups, range: [1.5, 1.6] });
    expect(part!.raw!.y).toEqual(mean!.raw!.y.slice(0, 2));
  });

  test("have no part of a fork's parent, whose values would count twice", async () => {
    const parent = { id: "a", name: "a", checkpoint: "c", epoch: 1, step: 4 };
    const inherited = {
      type: "inherited" as const,
      firstStep: 0,
      losses: [4, 3, 2, 1],
      epochs: [epochEnd(1, 0.5, 2)],
    };
    new RunFolder(runs, "fork", 3).append(
      { ...started, parent },
      inherited,
      dataset,
      steps(4, 7, 6, 5, 4),
      epochEnd(2, 0.9, 3),
    );
    const ofFork = [{ id: "g", runIds: ["a", "fork"] }];
    const [loss] = await reader.groups({ ...query, groups: ofFork });
    expect(loss!.raw).toEqual({
      x: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8),
      y: Float32Array.of(4, 3, 2, 1, 7, 6, 5, 4),
    });
    const [accuracy] = await reader.groups({ ...query, groups: ofFork, metric: "testAccuracy", x: "epoch" });
    expect([...accuracy!.raw!.x]).toEqual([1, 2]);
    expect([...accuracy!.spread!.count]).toEqual([1, 1]);
  });

  test("have the number of the runs with a value, also outside the visible part", async () => {
    new RunFolder(runs, "diverged", 3).append(started, dataset, steps(0, 4, 3, 2, 1));
    new RunFolder(runs, "failed", 3).append(started);
    const ofAll = [{ id: "g", runIds: ["a", "b", "diverged", "failed"] }];
    const countOf = async (metric: SeriesRequest["metric"], range?: [number, number]) =>
      (await reader.groups({ ...query, groups: ofAll, metric, ...(range && { range }) }))[0]!.runCount;
    expect(await countOf("loss")).toBe(3);
    expect(await countOf("loss", [3.5, 4])).toBe(3);
    expect(await countOf("testAccuracy")).toBe(1);
  });

  test("are not answered for a malformed request", () => {
    expect(parseGroupsRequest({ ...query, groups })).toEqual({ ...query, groups });
    expect(parseGroupsRequest({ ...query, groups: [{ id: "g" }] })).toBeUndefined();
    expect(parseGroupsRequest(request)).toBeUndefined();
  });
});

describe("the diagnoses of runs", () => {
  const figures = { best: 1, testLoss: 2, trainBefore: 2, trainLoss: 1 };
  const found = { type: "diagnosis", rule: "overfitting", epoch: 1, step: 4, seconds: 1, figures } as const;
  beforeEach(() => {
    new RunFolder(runs, "ill", 3).append(
      started,
      dataset,
      steps(0, 4, 3, 2, 1),
      epochEnd(1, 0.5, 2),
      found,
      example.steps(2, 4, [9, 9], 3),
      { ...found, rule: "learningRateTooHigh", step: 6, figures: { rate: 1, before: 1, highest: 9 } },
    );
  });
  const ill = { ...request, runIds: ["ill"] };

  test("are answered with their positions on the axis", async () => {
    const [bySteps] = await reader.series(ill);
    expect(bySteps!.diagnoses).toEqual([
      { x: 4, rule: "overfitting" },
      { x: 6, rule: "learningRateTooHigh" },
    ]);
    const [a] = await reader.series({ ...request, runIds: ["a"] });
    expect(a).not.toHaveProperty("diagnoses");
  });

  test("are limited to those at the ends of epochs for a figure with one value per epoch", async () => {
    const [byEpochs] = await reader.series({ ...ill, metric: "testLoss", x: "epoch" });
    expect(byEpochs!.diagnoses).toEqual([{ x: 1, rule: "overfitting" }]);
    expect([...byEpochs!.raw!.x]).toEqual([1]);
  });
});

describe("the curves of runs", () => {
  test("are forgotten two minutes after the view was closed, unless it was opened again", async () => {
    const cache = new SeriesCache();
    const reader = new SeriesReader((id) => ({ folder: join(runs, id) }), cache);
    await reader.series(request);
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    reader.forgetSoon();
    vi.advanceTimersByTime(119_000);
    expect(cache.bytes).toBeGreaterThan(0);
    await reader.series(request);
    vi.advanceTimersByTime(300_000);
    expect(cache.bytes).toBeGreaterThan(0);
    reader.forgetSoon();
    vi.advanceTimersByTime(120_000);
    expect(cache.bytes).toBe(0);
  });

  test("of a live run come from memory, also when its log lacks the newest events", async () => {
    const live = emptyRunState();
    for (const event of [started, dataset, steps(0, 9, 8, 7)]) applyEvent(live, event);
    const reader = new SeriesReader((id) => ({
      folder: join(runs, id),
      live: id === "b" ? live : undefined,
    }));
    const [a, b] = await reader.series(request);
    expect(a?.raw?.y).toEqual(Float32Array.of(4, 3, 2, 1));
    expect(b?.raw?.y).toEqual(Float32Array.of(9, 8, 7));
  });

  test("are answered as typed arrays that do not share memory", async () => {
    const answer = await reader.series(request);
    expect(answer).toEqual([
      {
        runId: "a",
        isWhole: true,
        extent: [1, 4],
        raw: { x: Float64Array.of(1, 2, 3, 4), y: Float32Array.of(4, 3, 2, 1) },
      },
      {
        runId: "b",
        isWhole: true,
        extent: [1, 2],
        raw: { x: Float64Array.of(1, 2), y: Float32Array.of(8, 6) },
      },
    ]);
    for (const { raw } of answer) expect(raw!.y.buffer.byteLength).toBe(4 * raw!.y.length);
  });

  test("are smoothed before they are thinned", async () => {
    const [all] = await reader.series({ ...request, smoothing: 0.5 });
    const [part] = await reader.series({ ...request, smoothing: 0.5, range: [3, 4] });
    expect(part!.smoothed!.y[1]).toBe(all!.smoothed!.y[2]);
  });

  test("have no values where only their average is drawn", async () => {
    const [one] = await reader.series({ ...request, pixels: 1, smoothing: 0.5, raw: false, runIds: ["a"] });
    expect(one!.raw).toBeDefined();
    new RunFolder(runs, "long", 3).append(started, steps(0, ...Array.from({ length: 50 }, (_, i) => i)));
    const [long] = await reader.series({
      ...request,
      pixels: 1,
      smoothing: 0.5,
      raw: false,
      runIds: ["long"],
    });
    expect(long).toMatchObject({ isWhole: false, extent: [1, 50] });
    expect(long!.raw).toBeUndefined();
  });

  test("have the position at which a fork began", async () => {
    const parent = { id: "a", name: "a", checkpoint: "c", epoch: 1, step: 4 };
    new RunFolder(runs, "fork", 3).append({ ...started, parent }, dataset);
    const [fork] = await reader.series({ ...request, runIds: ["fork"], x: "epoch" });
    expect(fork!.forkAt).toBe(1);
  });

  test("of a run that cannot be read are replaced by a problem, and other runs are answered", async () => {
    rmSync(join(runs, "a"), { recursive: true });
    mkdirSync(join(runs, "c", "events.jsonl"), { recursive: true });
    const answer = await reader.series({ ...request, runIds: ["a", "c", "unlisted", "b"] });
    expect(answer.map(({ runId, problem }) => [runId, problem !== undefined])).toEqual([
      ["a", true],
      ["c", true],
      ["b", false],
    ]);
  });

  test("are not read for a canceled request", async () => {
    const token = { isCancellationRequested: true, onCancellationRequested: () => ({ dispose() {} }) };
    expect(await reader.series(request, token)).toEqual([]);
  });
});

describe("the values at a position of the axis", () => {
  test("are the logged ones beside their average", async () => {
    expect(await reader.values(values)).toEqual([
      { runId: "a", x: 2, y: 3, smoothed: expect.closeTo(10 / 3, 5) },
      { runId: "b", x: 2, y: 6, smoothed: expect.closeTo(20 / 3, 5) },
    ]);
  });

  test("are at a position that lies a number of the first run's values further", async () => {
    const moved = await reader.values({ ...values, offset: 1, smoothing: 0 });
    expect(moved).toEqual([
      { runId: "a", x: 3, y: 2 },
      { runId: "b", x: 2, y: 6 },
    ]);
  });
});

test("a request with an invalid member is refused", () => {
  expect(parseSeriesRequest(request)).toEqual(request);
  expect(parseSeriesRequest({ ...request, pixels: 1e9 })).toBeUndefined();
  expect(parseSeriesRequest({ ...request, range: [Number.NaN, 1] })).toBeUndefined();
  expect(parseValuesRequest(values)).toEqual(values);
  expect(parseValuesRequest({ ...values, metric: "constructor" })).toBeUndefined();
});
