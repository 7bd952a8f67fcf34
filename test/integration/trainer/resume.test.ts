import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { RunConfigInput } from "../../../src/runs/RunConfig";
import { evaluationHashes, Trainings, weightsHash } from "./trainings";

let trainings: Trainings;
beforeEach(() => {
  trainings = new Trainings();
});
afterEach(() => {
  trainings[Symbol.dispose]();
});

const exclude = [0, 7, 1999, 3999];
const parts = { exclude, validationSplit: 0.25 };
const hyperparameters: [string, RunConfigInput][] = [
  ["SGD in order", {}],
  ["SGD with momentum and shuffle", { momentum: 0.9, shuffle: true, learningRate: 0.01 }],
  [
    "Adam with shuffle, without some images, with a validation set",
    { optimizer: "adam", shuffle: true, dataset: parts },
  ],
];

/** A schedule that changes the learning rate in each step, with a small network. */
const oneCycle: [string, RunConfigInput] = [
  "OneCycleLR",
  { schedule: { name: "OneCycleLR" }, optimizer: "rmsprop", batchSize: 8, limitTrainBatches: 40 },
];

/**
 * A narrow network with dropout and batch normalization, and with every hyperparameter that draws random numbers or has
 * a state of its own. The training has few steps: one takes as long as thirty steps of the small networks.
 */
const everything: [string, RunConfigInput] = [
  "OneCycleLR, dropout, batch normalization, clipping, smoothing, transforms and a validation set",
  {
    dataset: { validationSplit: 0.02 },
    optimizer: "rmsprop",
    model: { kind: "convnet", width: 8 },
    batchSize: 8,
    limitTrainBatches: 160,
    shuffle: true,
    schedule: { name: "OneCycleLR" },
    clipGradNorm: 1,
    labelSmoothing: 0.1,
    transforms: { cropPadding: 2, horizontalFlip: 0.5 },
  },
];

const elsewhere = new Trainings();
/** Finished runs by the names of their hyperparameters. No test changes them. */
const undisturbed: Record<string, Awaited<ReturnType<Trainings["undisturbed"]>>> = {};
beforeAll(async () => {
  for (const [name, input] of [...hyperparameters, oneCycle, everything])
    undisturbed[name] = await elsewhere.undisturbed(input);
});
afterAll(() => elsewhere[Symbol.dispose]());

/**
 * Expects the state and the files of a run to equal those of an undisturbed run, bit for bit.
 * @param ownFrom the number of steps that a fork has from its parent; the fork's log lacks their learning rates
 */
function expectWhole(
  state: Awaited<ReturnType<Trainings["recorded"]>>,
  folder: string,
  whole: Awaited<ReturnType<Trainings["undisturbed"]>>,
  ownFrom = 0,
): void {
  const epochLosses = ({ epochs }: typeof state) =>
    epochs.map((one) => [one.trainLoss, one.validationLoss, one.testLoss]);
  expect(state.losses).toEqual(whole.state.losses);
  expect(state.learningRates.slice(ownFrom)).toEqual(whole.state.learningRates.slice(ownFrom));
  expect(epochLosses(state)).toEqual(epochLosses(whole.state));
  expect(weightsHash(folder)).toBe(whole.weights);
  expect(evaluationHashes(folder)).toEqual(whole.evaluations);
  expect(state.config?.dataset).toEqual(whole.state.config?.dataset);
  expect(state.dataset?.validationSamples).toBe(whole.state.dataset?.validationSamples);
  expect(state.best?.epoch).toBe(ownFrom > 0 ? state.epochs.at(-1)!.epoch : whole.state.best!.epoch);
  expect(state.warnings).toEqual([]);
}

describe("a resumed run equals the uninterrupted one", () => {
  test.each(hyperparameters)("stopped within an epoch, with %s", async (_, input) => {
    const stopped = await trainings.pausedMidEpoch(input);
    await stopped.training.stop();
    await stopped.training.ended;
    const { folder, id } = stopped.training;
    const [last] = stopped.state.checkpoints.slice(-1);
    expect(last.step % (stopped.state.dataset?.stepsPerEpoch ?? 1)).not.toBe(0);

    const { epoch: epochs } = stopped.state;
    const resumed = await trainings.start({ resume: { folder, epochs } });
    expect(await resumed.training.ended).toMatchObject({ status: "finished" });
    expect(resumed.events[0]).toMatchObject({ type: "resumed", checkpoint: last.file, step: last.step });
    const whole = await trainings.undisturbed({ ...input, epochs });
    expectWhole(await trainings.recorded(id), folder, whole);
  });

  test(`forked with nothing changed, then killed within an epoch, with ${everything[0]}`, async () => {
    const parent = undisturbed[everything[0]]!;
    /** Forks the parent. @returns the paused fork; undefined if the fork, which has one epoch, ended before the pause */
    const pausedFork = async () => {
      const fork = await trainings.start({
        runsFolder: trainings.runsFolder,
        fork: { folder: parent.training.folder, checkpoint: parent.state.checkpoints[0].file, changes: {} },
      });
      return trainings.pauseMidEpoch(fork).catch(() => fork.training.ended.then(() => undefined));
    };
    let fork = await pausedFork();
    while (!fork) fork = await pausedFork();
    const { training, state, until } = fork;
    const [{ step }] = state.checkpoints.slice(-1);
    // Single steps write no checkpoint.
    for (let more = 1; more <= 4; more++) {
      await training.control({ action: "step" });
      await until(({ losses }) => losses.length === step + more);
    }
    process.kill(training.pid, "SIGKILL");
    await training.ended;

    const { folder, id } = training;
    const resumed = await trainings.start({ resume: { folder } });
    expect(await resumed.training.ended).toMatchObject({ status: "finished" });
    expectWhole(await trainings.recorded(id), folder, parent, fork.state.parent?.step);
  });

  test.each(hyperparameters)("finished, with more epochs, with %s", async (name, input) => {
    const whole = undisturbed[name]!;
    const half = await trainings.undisturbed({ ...input, epochs: 1 });
    const { folder, id } = half.training;
    const more = await trainings.start({ resume: { folder, epochs: 2 } });
    expect(await more.training.ended).toMatchObject({ status: "finished" });
    const state = await trainings.recorded(id);
    expect(state).toMatchObject({ status: "finished", totalEpochs: 2, epoch: 2 });
    expect(state.losses).toEqual(whole.state.losses);
    expect(weightsHash(folder)).toBe(whole.weights);
    expect(evaluationHashes(folder)).toEqual(whole.evaluations);
  });
});

describe("a resumed run", () => {
  test("of OneCycleLR cannot have more epochs", async () => {
    const { training } = undisturbed[oneCycle[0]]!;
    const resume = { folder: training.folder, epochs: 3 };
    await expect(trainings.start({ resume })).rejects.toThrow(
      "The schedule OneCycleLR of the run ends with epoch 2; fork the run to train more epochs.",
    );
  });

  test("sets a learning rate again where it was set after the checkpoint", async () => {
    const { training, state, until } = await trainings.pausedMidEpoch({});
    const stepOn = async () => {
      const { length } = state.controls;
      await training.control({ action: "step" });
      await until(({ controls }) => controls.length > length);
    };
    await stepOn();
    await training.control({ action: "learningRate", value: 0.05 });
    await until(({ learningRate }) => learningRate === 0.05);
    const { step } = state.controls.at(-1)!;
    await stepOn();
    process.kill(training.pid, "SIGKILL");
    await training.ended;
    expect(step).toBeGreaterThan(state.checkpoints.at(-1)!.step);

    const resume = { folder: training.folder, epochs: state.epoch };
    const resumed = await trainings.start({ resume });
    expect(await resumed.training.ended).toMatchObject({ status: "finished" });
    const whole = await trainings.recorded(training.id);
    const steps = Math.min(state.losses.length, whole.losses.length);
    expect(whole.losses.slice(0, steps)).toEqual(state.losses.slice(0, steps));
    expect(whole.controls).toContainEqual(
      expect.objectContaining({ action: "learningRate", value: 0.05, step }),
    );
    expect(whole.learningRate).toBe(0.05);
  });

  test("within an epoch cannot end before it", async () => {
    const { training, state } = await trainings.pausedMidEpoch({});
    await training.stop();
    await training.ended;
    const resume = { folder: training.folder, epochs: state.epoch - 1 };
    await expect(trainings.start({ resume })).rejects.toThrow(
      `The run ${training.id} is in epoch ${state.epoch} already; ask for at least ${state.epoch} to continue.`,
    );
  });

  test("that has done all its epochs needs more", async () => {
    const { training } = undisturbed["SGD in order"]!;
    await expect(trainings.start({ resume: { folder: training.folder } })).rejects.toThrow(
      `The run ${training.id} has done all its epochs; ask for more than 2 to continue.`,
    );
  });

  test("that was interrupted after more epochs than are asked for needs at least one more", async () => {
    const { folder } = undisturbed["SGD in order"]!.training;
    const interrupted = `${folder}-interrupted`;
    cpSync(folder, interrupted, { recursive: true });
    const log = join(interrupted, "events.jsonl");
    writeFileSync(log, readFileSync(log, "utf8").replace(/[^\n]*"type":"ended".*\n$/, ""));
    await expect(trainings.start({ resume: { folder: interrupted, epochs: 1 } })).rejects.toThrow(
      `The run ${basename(interrupted)} has done more epochs already; ask for at least 3 to continue.`,
    );
  });

  test("is refused while another process trains it", async () => {
    const { training } = await trainings.pausedMidEpoch({});
    await expect(trainings.start({ resume: { folder: training.folder, epochs: 3 } })).rejects.toThrow(
      `is being trained by process ${training.pid}`,
    );
    await training.stop();
    await training.ended;
  });

  test("keeps the newest checkpoints and the best one", async () => {
    const { training, state } = await trainings.undisturbed({
      epochs: 5,
      limitTrainBatches: 200,
      checkpoints: { keep: 1 },
    });
    const steps = state.checkpoints.map(({ step }) => step);
    const perEpoch = state.dataset?.stepsPerEpoch ?? 0;
    expect(steps).toEqual([...new Set([(state.best?.epoch ?? 0) * perEpoch, 5 * perEpoch])]);
    expect((await trainings.recorded(training.id)).checkpoints).toEqual(state.checkpoints);
  });
});

describe("a fork", () => {
  test("shares its parent's curve up to the checkpoint and differs from there", async () => {
    const parent = undisturbed["SGD with momentum and shuffle"]!;
    const [first] = parent.state.checkpoints;
    const fork = await trainings.start({
      runsFolder: trainings.runsFolder,
      fork: { folder: parent.training.folder, checkpoint: first.file, changes: { learningRate: 0.02 } },
    });
    expect(await fork.training.ended).toMatchObject({ status: "finished" });
    expect(fork.training.folder).not.toBe(parent.training.folder);
    const { losses, parent: origin, config } = fork.state;
    expect(origin).toMatchObject({ id: parent.training.id, checkpoint: first.file, step: first.step });
    expect(config?.learningRate).toBe(0.02);
    // The first loss after the fork is computed with the parent's weights.
    expect(losses.slice(0, first.step + 1)).toEqual(parent.state.losses.slice(0, first.step + 1));
    expect(losses.at(first.step + 1)).not.toBe(parent.state.losses.at(first.step + 1));
    expect(losses).toHaveLength(parent.state.losses.length);
    expect(weightsHash(fork.training.folder)).not.toBe(parent.weights);
    expect(weightsHash(parent.training.folder)).toBe(parent.weights);
  });

  test("with nothing changed is its parent again, bit for bit", async () => {
    const parent = undisturbed[hyperparameters[2]![0]]!;
    const fork = await trainings.start({
      runsFolder: trainings.runsFolder,
      fork: { folder: parent.training.folder, checkpoint: parent.state.checkpoints[0].file, changes: {} },
    });
    await fork.training.ended;
    expect(fork.state.losses).toEqual(parent.state.losses);
    expect(weightsHash(fork.training.folder)).toBe(parent.weights);
    expect(evaluationHashes(fork.training.folder)).toEqual(parent.evaluations);
  });

  test("begins another schedule with the configured learning rate, from which the parent's schedule was computed", async () => {
    const parent = undisturbed[oneCycle[0]]!;
    const [first] = parent.state.checkpoints;
    const fork = await trainings.start({
      runsFolder: trainings.runsFolder,
      fork: {
        folder: parent.training.folder,
        checkpoint: first.file,
        changes: { epochs: 3, schedule: { name: "StepLR", stepSize: 1 } },
      },
    });
    expect(await fork.training.ended).toMatchObject({ status: "finished" });
    const { learningRates, config } = fork.state;
    expect(config).toMatchObject({ learningRate: 0.001, schedule: { name: "StepLR", gamma: 0.1 } });
    expect(learningRates.slice(first.step)).toEqual([
      ...new Array(40).fill(0.001),
      ...new Array(40).fill(0.001 * 0.1),
    ]);
  });

  test("continues with the learning rate that was set at its checkpoint", async () => {
    const { training, state } = await trainings.pausedMidEpoch({});
    const checkpoint = state.checkpoints.at(-1)!.file;
    const epochs = state.epoch;
    await training.control({ action: "learningRate", value: 0.05 });
    await training.control({ action: "epochs", value: epochs });
    await training.control({ action: "resume" });
    await training.ended;
    const fork = await trainings.start({
      runsFolder: trainings.runsFolder,
      fork: { folder: training.folder, checkpoint, changes: { epochs } },
    });
    await fork.training.ended;
    expect(fork.state.learningRate).toBe(0.05);
    expect(weightsHash(fork.training.folder)).toBe(weightsHash(training.folder));
  });

  test.each([
    [undefined, 0.01],
    [0.1, 0.1],
  ])(
    "from a parent whose weight decay is %s to AdamW has the weight decay %d",
    async (weightDecay, expected) => {
      const parent = await trainings.undisturbed({ epochs: 1, limitTrainBatches: 20, weightDecay });
      const changes = { optimizer: "adamw" as const, epochs: 2 };
      const fork = await trainings.start({
        runsFolder: trainings.runsFolder,
        fork: { folder: parent.training.folder, changes },
      });
      await fork.training.ended;
      expect(fork.state.config?.weightDecay).toBe(expected);
    },
  );

  test("of a missing checkpoint has an error that names the existing ones", async () => {
    const { training, state } = undisturbed["SGD in order"]!;
    const fork = { folder: training.folder, checkpoint: "checkpoints/other", changes: {} };
    await expect(trainings.start({ runsFolder: trainings.runsFolder, fork })).rejects.toThrow(
      `has no checkpoint checkpoints/other; it has ${state.checkpoints.map(({ file }) => file).join(", ")}.`,
    );
  });
});
