import { isDeepStrictEqual } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { datasets, type ImageDataset } from "../../../src/data";
import { decodeCheckpoint } from "../../../src/model/checkpoints/Checkpoint";
import { selectKernels } from "../../../src/model/selectKernels";
import { foldEvents } from "../../../src/runs/applyEvent";
import { resolveRunConfig } from "../../../src/runs/RunConfig";
import type { EpochEvent, RunEvent } from "../../../src/runs/RunEvent";
import { arena, defaultGenerator, Generator } from "../../../src/tensor";
import { type Datasets, type TrainOptions, train } from "../../../src/trainer/train";
import { encodeCheckpoint } from "../../../src/trainer/trainingCheckpoint";
import parity from "../../fixtures/parity.json";

/** The data set of test/fixtures/parity.py: noise with ten bands of 78 pixels. The band of the class is brighter. */
function draw(length: number, seed: number): ImageDataset {
  const generator = new Generator(seed);
  const images = Uint8Array.from({ length: length * 784 }, () => generator.randint(0, 192));
  const labels = Uint8Array.from({ length }, () => generator.randint(0, 10));
  for (const [i, label] of labels.entries()) {
    for (let pixel = 78 * label; pixel < 78 * (label + 1); pixel++) images[784 * i + pixel] += 63;
  }
  return { ...datasets["fashion-mnist"], images, labels, length };
}

// The reference kernels would take ten times as long.
beforeAll(() => selectKernels({ threads: 1, kernels: "wasm-simd128" }));

const trainSet = draw(1000, 1);
const testSet = draw(300, 2);

async function runTraining(
  input: Parameters<typeof resolveRunConfig>[0],
  signal = new AbortController().signal,
  data: Datasets = { trainSet, testSet },
  onEvent: (event: RunEvent) => void = () => {},
  more: Pick<TrainOptions, "save" | "from"> = {},
) {
  const events: RunEvent[] = [];
  let ticks = 0;
  const trained = await train({
    config: resolveRunConfig(input),
    data,
    signal,
    emit: (event) => {
      events.push(event);
      onEvent(event);
    },
    clock: () => ticks++,
    ...more,
  });
  return { trained, events, state: foldEvents(events) };
}

describe.each(parity.runs)("a training $name", (run) => {
  test("follows PyTorch's losses and test figures", async () => {
    const { state } = await runTraining({
      seed: run.seed,
      epochs: run.epochs,
      learningRate: run.lr,
      shuffle: run.shuffle,
      momentum: run.options.momentum,
      nesterov: run.options.nesterov,
      weightDecay: run.options.weight_decay,
    });
    expect(state.losses).toHaveLength(run.losses.length);
    for (const [step, loss] of [...state.losses].entries()) {
      expect(Math.abs(loss / run.losses[step] - 1), `relative error at step ${step}`).toBeLessThan(2e-5);
    }
    for (const [index, { testLoss, testAccuracy }] of state.epochs.entries()) {
      expect(Math.abs((testLoss ?? Number.NaN) - run.tests[index].loss)).toBeLessThan(1e-4);
      expect(testAccuracy).toBeCloseTo(run.tests[index].accuracy, 9);
    }
  });
});

describe("a training", () => {
  test("sends every step once, in chunks within an epoch", async () => {
    const { events } = await runTraining({ model: { hidden: [8] }, epochs: 2 });
    const chunks = events.filter((event) => event.type === "steps");
    expect(chunks.flatMap(({ losses }) => losses)).toHaveLength(32);
    let next = 0;
    for (const { epoch, firstStep, losses } of chunks) {
      expect(firstStep).toBe(next);
      next += losses.length;
      expect(epoch).toBe(next <= 16 ? 1 : 2);
    }
  });

  test("counts every test sample once in the confusion matrix", async () => {
    const { state } = await runTraining({ model: { hidden: [8] }, epochs: 1 });
    const [epoch] = state.epochs as [EpochEvent];
    const counts = epoch.confusion.map((row) => row.reduce((sum, count) => sum + count, 0));
    const labels = Array.from({ length: 10 }, (_, label) => testSet.labels.filter((y) => y === label).length);
    expect(counts).toEqual(labels);
    const right = epoch.confusion.reduce((sum, row, label) => sum + row[label], 0);
    expect(epoch.testAccuracy).toBeCloseTo(right / 300, 12);
  });

  test("limits the steps of an epoch on request", async () => {
    const { state, trained } = await runTraining({ model: { hidden: [8] }, epochs: 2, limitTrainBatches: 3 });
    expect(state.losses).toHaveLength(6);
    expect(state.epochs.map(({ steps }) => steps)).toEqual([3, 3]);
    expect(trained).toMatchObject({ epoch: 2, step: 6 });
  });

  test("trains a linear model when there are no hidden layers", async () => {
    const { trained } = await runTraining({ model: { hidden: [] }, epochs: 1 });
    expect([...trained.model.stateDict().keys()]).toEqual([
      "linear_relu_stack.0.weight",
      "linear_relu_stack.0.bias",
    ]);
  });

  test.each(["adam", "adamw"] as const)("learns with %s", async (optimizer) => {
    const { state } = await runTraining({ model: { hidden: [32] }, epochs: 4, optimizer });
    expect(state.losses.at(-1)).toBeLessThan(0.9 * state.losses.at(0)!);
  });

  test("that was stopped before it began has the initial weights", async () => {
    const { trained, events } = await runTraining({ model: { hidden: [8] } }, AbortSignal.abort());
    expect(events).toEqual([]);
    expect(trained).toMatchObject({ epoch: 0, step: 0 });
  });

  test("reports a loss that is not finite as null, and continues if configured", async () => {
    const { events } = await runTraining({
      model: { hidden: [] },
      learningRate: 100,
      weightDecay: 1,
      epochs: 3,
      onDivergence: "continue",
    });
    const losses = events.flatMap((event) => (event.type === "steps" ? event.losses : []));
    expect(losses).toHaveLength(48);
    expect(losses).toContain(null);
  });
});

describe("a validation set", () => {
  const split = { model: { hidden: [8] }, epochs: 2, momentum: 0.9, learningRate: 0.05 };
  const heldOut = Array.from({ length: 250 }, (_, index) => 750 + index);
  const weightsOf = ({ trained }: Awaited<ReturnType<typeof runTraining>>) =>
    [...trained.model.stateDict()].map(([name, { data }]) => [name, [...data]]);
  const figuresOf = ({ state }: Awaited<ReturnType<typeof runTraining>>) =>
    state.epochs.map(
      ({ seconds: _, trainSeconds: __, validationSeconds: ___, testSeconds: ____, ...rest }) => rest,
    );

  test("is not trained on: the weights are those of a run that leaves its images out", async () => {
    const validated = await runTraining({ ...split, dataset: { validationSplit: 0.25 } });
    const without = await runTraining({ ...split, dataset: { exclude: heldOut } });
    expect(weightsOf(validated)).toEqual(weightsOf(without));
    const tested = figuresOf(validated).map(
      ({ validationLoss: _, validationAccuracy: __, validationConfusion: ___, ...rest }) => rest,
    );
    expect(tested).toEqual(figuresOf(without));
    expect(Object.keys(without.state.epochs[0]!).filter((name) => name.startsWith("validation"))).toEqual([]);
  });

  test("has the figures that it would have as the test set", async () => {
    const last = {
      ...trainSet,
      images: trainSet.images.slice(750 * 784),
      labels: trainSet.labels.slice(750),
      length: 250,
    };
    const validated = await runTraining({ ...split, dataset: { validationSplit: 0.25 } });
    const tested = await runTraining({ ...split, dataset: { exclude: heldOut } }, undefined, {
      trainSet,
      testSet: last,
    });
    expect(
      figuresOf(validated).map((one) => [
        one.validationLoss,
        one.validationAccuracy,
        one.validationConfusion,
      ]),
    ).toEqual(figuresOf(tested).map((one) => [one.testLoss, one.testAccuracy, one.confusion]));
  });

  test("is evaluated again, to the same bits, after a stop during its evaluation", async () => {
    const input = { ...split, shuffle: true, dataset: { validationSplit: 0.25 } };
    const whole = await runTraining(input);
    const stop = new AbortController();
    let saved: Uint8Array | undefined;
    /** Whether the validation had drawn from the default generator when the state was saved. */
    let drawn: boolean | undefined;
    const stopped = await runTraining(
      input,
      stop.signal,
      undefined,
      // The first turn of the event loop after the last step ends the training loop. The second is in the validation.
      (event) => {
        if (event.type === "steps" && event.firstStep + event.losses.length === 12)
          setImmediate(() => setImmediate(() => stop.abort("stopped")));
      },
      {
        save: (state) => {
          drawn = !isDeepStrictEqual(state.generator, defaultGenerator.getState());
          saved = encodeCheckpoint(state, state.config, 1, {
            reason: "stopped",
            bestAccuracy: null,
            kernels: "wasm-simd128",
            dataset: null,
          });
        },
      },
    );
    expect(stopped.state.epochs).toEqual([]);
    expect(stopped.trained).toMatchObject({ epoch: 0, step: 12 });
    expect(drawn).toBe(true);
    const resumed = await runTraining(input, undefined, undefined, undefined, {
      from: decodeCheckpoint(saved!),
    });
    expect(figuresOf(resumed)).toEqual(figuresOf(whole));
    expect(weightsOf(resumed)).toEqual(weightsOf(whole));
  });
});

test("thirty epochs of convnet take no more memory than the first two", async () => {
  const memory: { used: number; capacity: number }[] = [];
  const few = { trainSet: draw(20, 1), testSet: draw(10, 2) };
  const input = { model: { kind: "convnet" }, optimizer: "adamw", batchSize: 8, epochs: 30 } as const;
  await runTraining(input, undefined, few, ({ type }) => {
    if (type === "epoch") memory.push({ used: arena.usedBytes, capacity: arena.capacityBytes });
  });
  expect(memory).toHaveLength(30);
  // Garbage of earlier runs may be collected at any time, and the used memory falls then.
  const most = (epochs: typeof memory) => Math.max(...epochs.map(({ used }) => used));
  expect(most(memory.slice(2))).toBeLessThanOrEqual(most(memory.slice(0, 2)));
  expect(memory.at(-1)!.capacity).toBe(memory[1].capacity);
});
