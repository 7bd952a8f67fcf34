import { describe, expect, test } from "vitest";
import { applyEvent, foldEvents } from "../../../src/runs/applyEvent";
import { mostCheckpoints } from "../../../src/runs/hyperparameters";
import type { RunEvent } from "../../../src/runs/RunEvent";
import { isEnded } from "../../../src/runs/RunState";
import { progress, remainingSeconds, totalSteps, trainingSeconds } from "../../../src/runs/runProgress";
import { restoreState, takeSnapshot } from "../../../src/runs/StateSnapshot";
import { checkpoint, control, dataset, ended, epochEnd, resumed, started, steps } from "./exampleEvents";

describe("the fold of a run's events", () => {
  test("is preparing until the data set is loaded, then running, then ended", () => {
    expect(foldEvents([started]).status).toBe("preparing");
    expect(foldEvents([started, dataset]).status).toBe("running");
    expect(isEnded(foldEvents([started, dataset]))).toBe(false);
    for (const status of ["finished", "stopped", "failed"] as const) {
      const state = foldEvents([started, dataset, ended(status)]);
      expect(state.status).toBe(status);
      expect(isEnded(state)).toBe(true);
    }
  });

  test("shows a download only while it lasts", () => {
    const data = { type: "data", file: "a.gz", receivedBytes: 5, totalBytes: 10 } as const;
    expect(foldEvents([started, data]).download).toEqual({ file: "a.gz", receivedBytes: 5, totalBytes: 10 });
    expect(foldEvents([started, data, dataset]).download).toBeUndefined();
    expect(foldEvents([started, data, ended("failed", "no network")]).download).toBeUndefined();
  });

  test("joins chunks of losses by their step", () => {
    const state = foldEvents([started, dataset, steps(1, 0, [3, 2], 1), steps(1, 2, [1], 2)]);
    expect([...state.losses]).toEqual([3, 2, 1]);
    expect(state.epoch).toBe(1);
  });

  test("has one diagnosis of each rule, and none of steps that a resume made void", () => {
    const diagnosis = (rule: "plateau" | "chance", epoch: number): RunEvent => {
      const figures = { epochs: 5, trainLoss: 2, trainAccuracy: 0.1, testAccuracy: 0.1 };
      return { type: "diagnosis", rule, epoch, step: 4 * epoch, figures, seconds: epoch };
    };
    const events = [
      started,
      dataset,
      diagnosis("plateau", 1),
      diagnosis("chance", 1),
      diagnosis("chance", 2),
    ];
    const rules = (state: ReturnType<typeof foldEvents>) =>
      state.diagnoses.map(({ rule, epoch }) => [rule, epoch]);
    expect(rules(foldEvents(events))).toEqual([
      ["plateau", 1],
      ["chance", 2],
    ]);
    expect(rules(foldEvents([...events, ended("stopped"), resumed(4)]))).toEqual([["plateau", 1]]);
  });

  test("does not count a repeated chunk twice", () => {
    const chunk = steps(1, 0, [3, 2], 1);
    expect([...foldEvents([started, dataset, chunk, chunk]).losses]).toEqual([3, 2]);
  });

  test("keeps a loss that was not finite as a gap", () => {
    expect([...foldEvents([started, dataset, steps(1, 0, [1, null], 1)]).losses]).toEqual([1, Number.NaN]);
  });

  test("names the epoch with the highest test accuracy, the earliest of equals", () => {
    const state = foldEvents([
      started,
      dataset,
      epochEnd(1, 0.4, 1),
      epochEnd(2, 0.6, 2),
      epochEnd(3, 0.6, 3),
      epochEnd(4, 0.5, 4),
    ]);
    expect(state.best?.epoch).toBe(2);
    expect(state.epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
  });

  test("computes the progress and the remaining time", () => {
    const state = foldEvents([
      started,
      dataset,
      steps(1, 0, [3], 1),
      steps(1, 1, [2, 2, 2], 4),
      epochEnd(1, 0.4, 5),
    ]);
    expect(totalSteps(state)).toBe(8);
    expect(progress(state)).toBe(0.5);
    expect(state.samplesPerSecond).toBe(64);
    // The second epoch remains: 4 s for four steps of 64 samples at 64 samples/s, and 0.5 s for the test loop.
    expect(remainingSeconds(state)).toBe(4.5);
  });

  test("estimates the remaining time of a resumed run after a second of training in the new process", () => {
    const trained = [started, dataset, steps(1, 0, [3], 1), steps(1, 1, [2, 2, 2], 90), epochEnd(1, 0.4, 91)];
    const first = [...trained, ended("stopped"), resumed(4), steps(2, 4, [2], 100), steps(2, 5, [2], 100.9)];
    expect(remainingSeconds(foldEvents(first))).toBeUndefined();
    // 0.5 s for one more step, and 0.5 s for the test loop.
    expect(remainingSeconds(foldEvents([...first, steps(2, 6, [2], 101)]))).toBe(1);
  });

  test("does not count the test loop as training time", () => {
    const state = foldEvents([
      started,
      dataset,
      steps(1, 0, [3], 1),
      steps(1, 1, [2, 2, 2], 4),
      epochEnd(1, 0.4, 100),
      steps(2, 4, [1], 101),
    ]);
    expect(state.samplesPerSecond).toBe(64);
  });

  test("has the same speed however the steps of an epoch are divided into events", () => {
    const ends = [1, 1.5, 3, 3.1, 7, 8];
    const chunks = ends.map((second, index) => steps(1, index, [1], second));
    const joined = steps(1, 1, [1, 1, 1, 1, 1], 8);
    const [divided, whole] = [chunks, [chunks[0]!, joined]].map((events) =>
      foldEvents([started, dataset, ...events]),
    );
    expect(divided!.samplesPerSecond).toBeCloseTo(whole!.samplesPerSecond!, 9);
    expect(divided!.samplesPerSecond).toBeCloseTo((5 * 64) / 7, 9);
  });

  test("counts the speed of an epoch twice as much as that of the epoch before", () => {
    const state = foldEvents([
      started,
      dataset,
      steps(1, 0, [1], 1),
      steps(1, 1, [1, 1], 2),
      epochEnd(1, 0.4, 2),
      steps(2, 4, [1], 3),
      steps(2, 5, [1, 1], 7),
    ]);
    expect(state.samplesPerSecond).toBeCloseTo((64 * (1 + 2)) / (0.5 + 4), 9);
  });

  test("does not take steps of a paused training for its speed", () => {
    const state = foldEvents([
      started,
      dataset,
      steps(1, 0, [1], 1),
      steps(1, 1, [1], 2),
      control("paused", 2),
      steps(1, 2, [1], 60),
      control("stepped", 3),
    ]);
    expect(state.samplesPerSecond).toBe(64);
  });

  test("keeps a failed run's error and its warnings", () => {
    const warning = { type: "warning", message: "Something odd." } as const;
    const state = foldEvents([started, warning, ended("failed", "It broke.")]);
    expect(state.warnings).toEqual(["Something odd."]);
    expect(state.error).toBe("It broke.");
  });

  test("drops everything after the checkpoint from which a run was resumed", () => {
    const state = foldEvents([
      started,
      dataset,
      steps(1, 0, [4, 3, 2, 1], 1),
      epochEnd(1, 0.4, 2),
      checkpoint(1),
      steps(2, 4, [1, 1, 1, 1], 3),
      epochEnd(2, 0.9, 4),
      checkpoint(2),
      control("learningRate", 7, 0.5),
      ended("failed", "It died."),
      resumed(4),
    ]);
    expect(state).toMatchObject({ status: "running", losses: { length: 4 }, learningRate: 1e-3, seconds: 5 });
    expect(state.epochs.map(({ epoch }) => epoch)).toEqual([1]);
    expect(state.best?.epoch).toBe(1);
    expect(state.checkpoints).toEqual([checkpoint(1)]);
    expect(state.controls).toEqual([resumed(4)]);
    expect(state.error).toBeUndefined();
  });

  test("keeps the actions of users, and the values that they have set last", () => {
    const state = foldEvents([
      started,
      dataset,
      control("learningRate", 1, 0.5),
      control("epochs", 1, 9),
      control("paused", 2),
    ]);
    expect(state).toMatchObject({ status: "paused", learningRate: 0.5, totalEpochs: 9 });
    expect(totalSteps(state)).toBe(36);
    expect(state.controls).toHaveLength(3);
  });

  test("drops checkpoints that were removed", () => {
    const state = foldEvents([started, dataset, checkpoint(1), checkpoint(2, [checkpoint(1).file])]);
    expect(state.checkpoints.map(({ epoch }) => epoch)).toEqual([2]);
  });

  test("keeps the best checkpoint of a log that names no removed ones, beside the newest", () => {
    const best = { ...checkpoint(2), reason: "best" as const };
    const later = Array.from({ length: mostCheckpoints + 5 }, (_, index) => checkpoint(index + 3));
    const { checkpoints } = foldEvents([started, dataset, checkpoint(1), best, ...later]);
    expect(checkpoints.map(({ epoch }) => epoch)).toEqual([2, ...later.slice(5).map(({ epoch }) => epoch)]);
  });

  test("is in the epoch of its checkpoint after a resume, before the first step", () => {
    const events = [
      started,
      dataset,
      steps(1, 0, [2, 2, 2, 2], 1),
      epochEnd(1, 0.5, 2),
      steps(2, 4, [1, 1], 3),
    ];
    expect(foldEvents([...events, ended("stopped"), resumed(6)])).toMatchObject({
      epoch: 2,
      completeEpochs: 1,
    });
    expect(foldEvents([...events, ended("stopped"), resumed(4)])).toMatchObject({
      epoch: 1,
      completeEpochs: 1,
    });
  });

  test("is in the epoch of its checkpoint after a fork, before the first step", () => {
    const origin = { id: "other", name: "Other", checkpoint: checkpoint(1).file, epoch: 1 };
    const epochAt = (step: number) =>
      foldEvents([{ ...started, parent: { ...origin, step } }, dataset]).epoch;
    expect([epochAt(4), epochAt(6)]).toEqual([1, 2]);
  });

  test("does not count the preparations of a resume within an epoch as training", () => {
    const events = [started, dataset, steps(1, 0, [2, 2], 1), resumed(2), steps(1, 2, [2], 60)];
    expect(foldEvents(events).samplesPerSecond).toBeUndefined();
    expect(foldEvents([...events, steps(1, 3, [2], 61)]).samplesPerSecond).toBe(64);
  });

  test("begins a fork with its parent's curve", () => {
    const parent = {
      id: "other",
      name: "Other",
      checkpoint: checkpoint(1).file,
      epoch: 1,
      step: 4,
      losses: [4, 3, null, 1],
      epochs: [epochEnd(1, 0.4, 2)],
    };
    const state = foldEvents([{ ...started, parent }, dataset, steps(2, 4, [0.5], 1)]);
    expect([...state.losses]).toEqual([4, 3, Number.NaN, 1, 0.5]);
    expect(state.best).toBeUndefined();
    expect(state.parentBest?.epoch).toBe(1);
    expect(state.parent).toMatchObject({ id: "other", step: 4 });
  });
});

describe("the time of training", () => {
  const timeOf = (...events: RunEvent[]) => trainingSeconds(foldEvents([started, dataset, ...events]));

  test("is the time of the complete epochs and of the steps after them", () => {
    const first = [steps(1, 0, [2, 2], 100), steps(1, 2, [2, 2], 101)];
    expect(timeOf(...first)).toBe(1);
    expect(timeOf(...first, epochEnd(1, 0.5, 103))).toBe(1.5);
    expect(timeOf(...first, epochEnd(1, 0.5, 103), steps(2, 4, [2, 2], 104))).toBe(2.5);
  });

  test("leaves out pauses", () => {
    const events = [steps(1, 0, [2], 1), steps(1, 1, [2], 2), { ...control("paused", 2), seconds: 3 }];
    const later = { ...control("resumed", 2), seconds: 90 };
    expect(timeOf(...events, later, steps(1, 2, [2], 91))).toBe(2);
  });

  test("leaves out epochs that a resume made void, and the time between two processes", () => {
    const events = [epochEnd(1, 0.5, 10), epochEnd(2, 0.6, 20), resumed(4), steps(2, 4, [2], 30)];
    expect(timeOf(...events)).toBe(1.5);
  });
});

test("a snapshot does not change when a later event makes a part of the state void", () => {
  const evaluation = (epoch: number): RunEvent => ({
    type: "evaluation",
    file: `evaluation/epoch-000${epoch}.safetensors`,
    epoch,
    sha256: "0".repeat(64),
    bytes: 1,
    seconds: epoch,
  });
  const state = foldEvents([started, dataset, epochEnd(1, 0.5, 10), evaluation(1)]);
  const snapshot = takeSnapshot(state);
  applyEvent(state, resumed(0));
  expect([state.evaluations, snapshot.evaluations]).toEqual([[], [evaluation(1)]]);
});

test("the epoch with the lowest test loss is known, and is another one when a resume made it void", () => {
  const epochs = [
    { ...epochEnd(1, 0.5, 10), testLoss: 0.7 },
    { ...epochEnd(2, 0.6, 20), testLoss: 0.8 },
    { ...epochEnd(3, 0.7, 30), testLoss: 0.6 },
  ];
  const state = foldEvents([started, dataset, ...epochs]);
  expect([state.best?.epoch, state.leastLoss?.epoch]).toEqual([3, 3]);
  expect(restoreState(takeSnapshot(state)).leastLoss?.epoch).toBe(3);
  applyEvent(state, resumed(8));
  expect([state.best?.epoch, state.leastLoss?.epoch]).toEqual([2, 1]);
});
