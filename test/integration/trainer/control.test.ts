import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Load } from "../../support/Load";
import { Trainings, weightsHash } from "./trainings";

let trainings: Trainings;
beforeEach(() => {
  trainings = new Trainings();
});
afterEach(() => {
  trainings[Symbol.dispose]();
});

describe("a training under way", () => {
  test("that is paused and resumed changes nothing", async () => {
    const input = { momentum: 0.9, shuffle: true };
    const { training, state, until } = await trainings.pausedMidEpoch(input);
    const done = state.losses.length;
    const before = state.controls.length;
    expect(state.checkpoints.at(-1)).toMatchObject({ reason: "paused", step: done });
    await training.control({ action: "epochs", value: state.epoch });
    await training.control({ action: "resume" });
    await until(({ status }) => status === "finished");
    await training.ended;
    expect(state.controls.slice(before - 1)).toMatchObject([
      { action: "paused", step: done },
      { action: "epochs", step: done },
      { action: "resumed", step: done },
    ]);
    const whole = await trainings.undisturbed({ ...input, epochs: state.epoch });
    expect(state.losses).toEqual(whole.state.losses);
    expect(weightsHash(training.folder)).toBe(whole.weights);
  });

  test("trains one batch for a step", async () => {
    const { training, state, until } = await trainings.pausedMidEpoch({});
    const done = state.losses.length;
    const before = state.controls.length;
    for (const expected of [1, 2]) {
      await training.control({ action: "step" });
      await until(({ controls }) => controls.length === before + expected);
      expect(state.losses).toHaveLength(done + expected);
      expect(state.controls.at(-1)).toMatchObject({ action: "stepped", step: done + expected });
      expect(state.status).toBe("paused");
    }
    await training.stop();
    expect(await training.ended).toMatchObject({ status: "stopped" });
  });

  test("uses a new learning rate from the next update on, also when it is resumed later", async () => {
    const { training, state, until } = await trainings.pausedMidEpoch({});
    const done = state.losses.length;
    await training.control({ action: "learningRate", value: 0.05 });
    await until(({ learningRate }) => learningRate === 0.05);
    expect(state.controls.at(-1)).toMatchObject({ action: "learningRate", value: 0.05, step: done });
    await training.stop();
    await training.ended;
    const epochs = state.epoch;
    const { training: resumed, state: after } = await trainings.start({
      resume: { folder: training.folder, epochs },
    });
    await resumed.ended;
    expect(after.learningRate).toBe(0.05);
    const whole = await trainings.undisturbed({ epochs });
    expect(after.losses.at(done)).toBe(whole.state.losses.at(done));
    expect(after.losses.at(done + 1)).not.toBe(whole.state.losses.at(done + 1));
  });

  test("trains more epochs on request, and not fewer than it has begun", async () => {
    const { training, state, until } = await trainings.pausedMidEpoch({});
    const begun = state.epoch;
    await expect(training.control({ action: "epochs", value: begun - 1 })).rejects.toThrow(
      `The run is in epoch ${begun} already and cannot end after ${begun - 1}.`,
    );
    await training.control({ action: "epochs", value: begun + 1 });
    await training.control({ action: "resume" });
    await until(({ status }) => status === "finished");
    expect(state).toMatchObject({ totalEpochs: begun + 1, epoch: begun + 1 });
    await training.ended;
  });

  test("refuses in one sentence what its status does not allow", async () => {
    const { training } = await trainings.pausedMidEpoch({});
    await expect(training.control({ action: "pause" })).rejects.toThrow(
      "A run that is paused cannot be paused.",
    );
    await training.control({ action: "resume" });
    await expect(training.control({ action: "step" })).rejects.toThrow(
      "A run that is running cannot be stepped.",
    );
    await expect(training.control({ action: "learningRate", value: -1 })).rejects.toThrow("must be a number");
    await training.stop();
    await training.ended;
    await expect(training.control({ action: "pause" })).rejects.toThrow("The run has ended.");
  });

  test("applies a control within 100 ms, with the tutorial's model", async () => {
    const { training, until } = await trainings.train({
      model: { hidden: [512, 512] },
      batchSize: 64,
      epochs: 10_000,
    });
    await until(({ losses }) => losses.length > 0);
    const waits: number[] = [];
    const load = Load.now();
    for (let round = 1; round <= 10; round++) {
      load.measure();
      for (const action of ["pause", "resume"] as const) {
        const asked = performance.now();
        await training.control({ action });
        await until(({ status }) => status === (action === "pause" ? "paused" : "running"));
        waits.push(performance.now() - asked);
      }
      const asked = performance.now();
      await training.control({ action: "learningRate", value: round / 1000 });
      await until(({ learningRate }) => learningRate === round / 1000);
      waits.push(performance.now() - asked);
    }
    const median = waits.toSorted((a, b) => a - b)[waits.length >> 1]!;
    console.log(`A control takes effect within ${median.toFixed(0)} ms (median of ${waits.length})`);
    expect(median).toBeLessThan(load.allow(100));
    await training.stop();
    await training.ended;
  });
});
