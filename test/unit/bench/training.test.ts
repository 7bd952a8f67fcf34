import { describe, expect, test } from "vitest";
import type { EpochEvent } from "../../../src/runs/RunEvent";
import type { Peer } from "../../bench/peers/Peer";
import { peerFigures, slowdown, trainingFigures } from "../../bench/training";
import type { TrainingRun } from "../../bench/trainOnce";

describe("a training's figures", () => {
  const runs = [run([2, 1]), run([1, 1])];

  test("speed is the work of an epoch divided by its training time, without the evaluation", () => {
    const figures = trainingFigures(runs);
    expect(figures.gflops.median).toBeCloseTo(192.55, 2);
    expect(figures.gflops.least).toBeCloseTo(192.55 / 2, 2);
    expect(figures.epoch).toEqual({ median: 1.5, least: 1.5, most: 2.5, count: 4 });
  });

  test("the share is of the peak of the kernels and threads in use", () => {
    const peaks = [
      { name: "other", oneThread: 1, allThreads: 1 },
      { name: "wasm", oneThread: 200, allThreads: 385.1 },
    ];
    expect(trainingFigures(runs, peaks).shareOfPeak?.median).toBeCloseTo(0.5, 3);
  });

  test("there is no share without a peak, and no memory of a trainer that does not report it", () => {
    expect(trainingFigures(runs).shareOfPeak).toBeNull();
    expect(trainingFigures(runs).peakMemoryBytes).toBeNull();
  });
});

describe("a peer's figures", () => {
  const ours = [run([1]), run([3])];

  test("each round is compared with this program's figures of the same round", () => {
    const peer = { name: "peer", measure: neverMeasured };
    const runs = [6, 14].map((seconds) => ({ version: "1", threads: 2, epochs: [seconds] }));
    const [figures] = peerFigures({ ours, peers: [{ peer, runs }] });
    expect(figures).toMatchObject({ ratio: { median: 4, least: 4, most: 4, count: 2 } });
  });

  test("a peer that is not available is listed with the reason", () => {
    const peer = { name: "peer", measure: neverMeasured };
    const missing = "No Python with torch was found.";
    expect(peerFigures({ ours, peers: [{ peer, runs: [], missing }] })).toEqual([{ name: "peer", missing }]);
  });
});

test("the slowdown compares neighbouring measurements", () => {
  expect(slowdown([run([0.5]), run([1.5])], [run([1.5]), run([3.5])])).toMatchObject({ median: 2, count: 2 });
});

const neverMeasured: Peer["measure"] = () => Promise.reject(new Error("It is measured elsewhere."));

/** A run on 60,000 images with 0.5 s of evaluation in every epoch. */
function run(trainSeconds: number[]): TrainingRun {
  const epochs = trainSeconds.map((seconds, i): EpochEvent => {
    const figures = { trainLoss: 1, trainAccuracy: 0.5, testLoss: 1, testAccuracy: 0.5, confusion: [] };
    return {
      type: "epoch",
      epoch: i + 1,
      steps: 938,
      ...figures,
      trainSeconds: seconds,
      testSeconds: 0.5,
      seconds: seconds + 0.5,
    };
  });
  return {
    environment: {
      version: "1.0.0",
      node: "24.0.0",
      v8: "13.6",
      platform: "linux",
      arch: "x64",
      cpu: "cpu",
      cores: 2,
      kernels: "wasm",
      threads: 2,
    },
    steps: [],
    dataset: {
      type: "dataset",
      name: "fashion-mnist",
      source: "/data",
      trainSamples: 60_000,
      testSamples: 10_000,
      stepsPerEpoch: 938,
    },
    epochs,
    firstStep: 0.4,
    firstEpoch: 2,
    peakMemoryBytes: null,
  };
}
