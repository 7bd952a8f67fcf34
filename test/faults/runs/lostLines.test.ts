/** The state that is folded from a log with lost lines has no false figure, and each figure that later lines imply. */
import { describe, expect, test } from "vitest";
import { foldEvents } from "../../../src/runs/applyEvent";
import type { RunEvent } from "../../../src/runs/RunEvent";
import { reconcile } from "../../../src/runs/RunRecord";
import type { RunState } from "../../../src/runs/RunState";
import { progress } from "../../../src/runs/runProgress";
import { wholeNumber } from "../../../src/text/numbers";
import {
  checkpoint,
  config,
  control,
  dataset,
  ended,
  epochEnd,
  resumed,
  started,
  steps,
} from "../../unit/runs/exampleEvents";
import { wholeRun } from "./wholeRun";

const record = {
  format: 1 as const,
  id: "a",
  name: "A",
  created: "2026-01-02T03:04:05.000Z",
  notes: "",
  tags: [],
  config,
};

/** The state of a run's folder with a log of these events. */
function stateOf(events: readonly RunEvent[]): RunState {
  return foldEvents(reconcile("a", { record }, { events: [...events], problems: [] })!.events);
}

const whole = stateOf(wholeRun);

/** The losses of the whole run, with NaN for each step whose loss only a lost event has. */
function lossesWithout(lost: readonly RunEvent[]): (number | undefined)[] {
  const left = wholeRun.filter((event) => !lost.includes(event));
  const logged = new Map<number, number>();
  for (const event of left)
    if (event.type === "steps")
      for (const [index, loss] of event.losses.entries()) logged.set(event.firstStep + index, loss!);
  return [...whole.losses].map((loss, step) => (logged.get(step) === loss ? loss : Number.NaN));
}

const places = wholeRun.map((event, index) => ({ index, type: event.type }));

describe("without any one line", () => {
  test.each(places)("line $index, $type", ({ index }) => {
    const lost = wholeRun[index]!;
    const state = stateOf(wholeRun.toSpliced(index, 1));
    expect(Array.from(state.losses)).toEqual(lossesWithout([lost]));
    expect(state).toMatchObject({
      config,
      status: lost === wholeRun.at(-1) ? "running" : "finished",
      learningRate: whole.learningRate,
      totalEpochs: whole.totalEpochs,
      completeEpochs: whole.completeEpochs,
      epoch: whole.epoch,
      epochs: whole.epochs.filter((epoch) => epoch !== lost),
      controls: whole.controls.filter((one) => one !== lost),
      error: undefined,
      warnings: whole.warnings.filter((message) => lost.type !== "warning" || message !== lost.message),
      missing: [],
    });
    const files = whole.checkpoints.map(({ file }) => file);
    expect(state.checkpoints.filter(({ file }) => files.includes(file))).toEqual(
      whole.checkpoints.filter(({ file }) => lost.type !== "checkpoint" || file !== lost.file),
    );
  });
});

describe("without any two neighbouring lines", () => {
  test.each(places.slice(1))("up to line $index, $type", ({ index }) => {
    const lost = wholeRun.slice(index - 1, index + 1);
    const state = stateOf(wholeRun.toSpliced(index - 1, 2));
    expect(Array.from(state.losses)).toEqual(lossesWithout(lost));
    expect(state.status).toBe(lost.includes(wholeRun.at(-1)!) ? "running" : "finished");
    expect(state.epochs).toEqual(whole.epochs.filter((epoch) => !lost.includes(epoch)));
    expect(state).toMatchObject({ completeEpochs: 3, totalEpochs: 3, error: undefined });
  });
});

describe("a lost line", () => {
  test("of steps leaves a gap and moves no later step", () => {
    const state = stateOf([started, dataset, steps(1, 0, [4], 1), steps(1, 2, [2, 1], 2)]);
    expect(Array.from(state.losses)).toEqual([4, Number.NaN, 2, 1]);
    expect(state.missingSteps).toBe(1);
  });

  test("of the last steps before an epoch's end, a pause or a checkpoint is a gap at once", () => {
    for (const next of [epochEnd(1, 0.5, 2), control("paused", 4), checkpoint(1)]) {
      const state = stateOf([started, dataset, steps(1, 0, [4, 3], 1), next]);
      expect(Array.from(state.losses)).toEqual([4, 3, Number.NaN, Number.NaN]);
      expect(progress(state)).toBe(0.5);
    }
  });

  test("of steps does not lower the speed of training", () => {
    const state = stateOf([started, dataset, steps(1, 0, [4], 1), steps(1, 2, [2], 3)]);
    expect(state.samplesPerSecond).toBe(64);
  });

  test("of an epoch removes only that epoch's figures", () => {
    const state = stateOf([started, dataset, epochEnd(1, 0.4, 1), epochEnd(3, 0.5, 3)]);
    expect(state.epochs.map(({ epoch }) => epoch)).toEqual([1, 3]);
    expect(state.completeEpochs).toBe(3);
  });

  test("of the last epoch is replaced by its checkpoint", () => {
    expect(stateOf([started, dataset, epochEnd(1, 0.4, 1), checkpoint(2)]).completeEpochs).toBe(2);
  });

  test("with a resume: repeated steps are void, and none is counted twice", () => {
    const state = stateOf([
      started,
      dataset,
      steps(1, 0, [4, 3, 2, 1], 1),
      epochEnd(1, 0.4, 2),
      checkpoint(1),
      steps(2, 4, [9, 9, 9, 9], 3),
      epochEnd(2, 0.9, 4),
      checkpoint(2),
      control("learningRate", 8, 0.5),
      ended("failed", "It died."),
      dataset,
      steps(2, 4, [1, 1], 3),
    ]);
    expect(state).toMatchObject({
      status: "running",
      losses: { length: 6 },
      best: { epoch: 1 },
      completeEpochs: 1,
      checkpoints: [checkpoint(1)],
      controls: [],
      learningRate: 1e-3,
      error: undefined,
    });
  });

  test("with the end of a pause: the run is running when it trains more than a step", () => {
    const pausedRun = [started, dataset, steps(1, 0, [4], 1), control("paused", 1)];
    const stepped = [...pausedRun, steps(1, 1, [3], 2)];
    expect(stateOf(stepped).status).toBe("paused");
    expect(stateOf([...stepped, steps(1, 2, [2], 3)]).status).toBe("running");
    expect(stateOf([...pausedRun, steps(1, 1, [3, 2], 2)]).status).toBe("running");
  });

  test("with the loaded data set: training implies it", () => {
    for (const event of [steps(1, 0, [4], 1), control("paused", 0), epochEnd(1, 0.5, 1)]) {
      const state = stateOf([started, event, ended("finished")]);
      expect(state).toMatchObject({ status: "finished", warnings: [] });
    }
  });

  test("with an end leaves a run without an end", () => {
    expect(stateOf([started, dataset, steps(1, 0, [4], 1)]).status).toBe("running");
    expect(stateOf([started, dataset, steps(1, 0, [4], 1), resumed(1)]).warnings).toEqual([]);
  });

  test("with a checkpoint: that one is not offered", () => {
    const state = stateOf([started, dataset, checkpoint(2)]);
    expect(state.checkpoints).toEqual([checkpoint(2)]);
  });
});

describe("an implausible log", () => {
  test("with steps that no run can reach is left out there, in one sentence, without using memory", () => {
    for (const step of [1e15, 6_000_000, 2 ** 53 - 1]) {
      const state = stateOf([
        started,
        dataset,
        steps(1, 0, [1], 1),
        steps(1, step, [2], 1),
        steps(1, 1, [3], 2),
      ]);
      expect([...state.losses]).toEqual([1, 3]);
      expect(state.warnings).toEqual([
        `The losses from step ${wholeNumber(step + 1)} on are too far from those before and were left out.`,
      ]);
    }
  });

  test("whose steps jump backwards and forwards is folded in time proportional to its length", () => {
    const events: RunEvent[] = [started, dataset];
    for (let i = 0; i < 50_000; i++)
      events.push(resumed(4_000_000), resumed(0), checkpoint(1), control("paused", 9e9));
    const state = stateOf(events);
    expect(state.missingSteps).toBeLessThanOrEqual(5_000_000);
    expect(state.losses.length).toBeLessThanOrEqual(5_000_000);
  });

  test("of 100,000 epochs, marks, checkpoints and warnings keeps as many as a run can have", () => {
    const events: RunEvent[] = [started, dataset];
    for (let i = 0; i < 100_000; i++) {
      const epoch = 1 + (i % 10_000);
      events.push({ ...epochEnd(epoch, 0.5, i), steps: 0 });
      events.push(control("learningRate", 0, i));
      events.push({ ...checkpoint(1), file: `checkpoints/${i}` });
      events.push({ type: "warning", message: String(i) });
    }
    const state = stateOf(events);
    expect(state.epochs).toHaveLength(10_000);
    expect(state.controls.length).toBeLessThanOrEqual(10_000);
    expect(state.controls.at(-1)).toMatchObject({ value: 99_999 });
    expect(state.checkpoints).toHaveLength(1001);
    expect(state.warnings).toHaveLength(101);
  });

  test("with two beginnings keeps the first", () => {
    const again = { ...started, config: { ...config, learningRate: 50 } };
    expect(stateOf([started, dataset, again])).toMatchObject({
      config,
      warnings: ["A started event came while the run was running and was left out."],
    });
  });
});
