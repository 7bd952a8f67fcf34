import { setImmediate as nextTurn } from "node:timers/promises";
import * as l10n from "@vscode/l10n";
import { DataLoader, type DataLoaderIterator, type ImageDataset } from "../data";
import type { Checkpoint, RecordedFigures } from "../model/checkpoints/Checkpoint";
import { decisiveAccuracy } from "../runs/bestEpoch";
import type { LayerRecord } from "../runs/layers/LayerRecord";
import type { RunConfig } from "../runs/RunConfig";
import type { EpochEvent, RunEvent } from "../runs/RunEvent";
import { SampleHistory } from "../runs/SampleHistory";
import { functional, nn, noGrad, type Tensor, ThreadTuner, tidy } from "../tensor";
import { whyTooManyEpochs } from "./cycleEnd";
import type { EvaluatedAnswers, Evaluation } from "./evaluation/EvaluationFiles";
import { LayerRecorder } from "./layers/LayerRecorder";
import { endingOf } from "./RunEnding";
import { StepRecorder } from "./StepRecorder";
import { type Controlled, TrainingControl } from "./TrainingControl";
import { stepsPerEpoch, TrainingState } from "./TrainingState";
import { trainedSamples } from "./trainedSamples";
import { restoreCheckpoint } from "./trainingCheckpoint";

/**
 * Number of validation or test images in one forward pass, for a multilayer perceptron and for other networks. The
 * number is rounded down to whole batches, but to no fewer than one batch. An image's logits are the same to the bit in
 * batches of any size. Linear layers are faster with more images at once. Convolutions are not, and their features need
 * much memory.
 */
const TEST_IMAGES_AT_ONCE = { mlp: 512, others: 128 };
/**
 * Shortest time (s) of training between two turns of the event loop, in which messages such as a stop request are read.
 */
const TURN_SECONDS = 0.02;

export interface Datasets {
  trainSet: ImageDataset;
  testSet: ImageDataset;
}

export interface TrainOptions {
  config: RunConfig;
  /** The data, or a promise of it: the initial weights are drawn while the data is still loading. */
  data: Datasets | Promise<Datasets>;
  emit: (event: RunEvent) => void;
  /** Returns the time (s) on the run's clock. A resumed run's clock continues from the time in its checkpoint. */
  clock: () => number;
  /** Aborting ends the training between two batches. */
  signal: AbortSignal;
  /** Applies the actions of users. Default: no user acts. */
  control?: TrainingControl;
  /** The state to continue from. Default: the beginning. */
  from?: Checkpoint;
  /** Whether the run is a fork, whose first checkpoint is saved at once from the state `from`. */
  isFork?: boolean;
  /** Learning rates that a user set after `from`, by step. Each is set again at its step unless a user sets another. */
  learningRates?: ReadonlyMap<number, number>;
  /** The highest `decisiveAccuracy` of the run's own epochs before `from`; undefined if none is known. */
  bestAccuracy?: number;
  save?: (state: TrainingState, reason: RecordedFigures["reason"]) => void;
  /** Saves the evaluation of an epoch. Called before the epoch's checkpoint is saved. */
  saveEvaluation?: (evaluation: Evaluation, epoch: number) => void;
  /** Saves what is recorded of the layers at a step. */
  saveLayers?: (record: LayerRecord) => void;
}

/**
 * The figure that was not finite and stopped the training; `weights` if a weight was not finite, too. If the loss or a
 * gradient is not finite, the training stops before the update. Otherwise the training stops after the epoch's last
 * update or after the epoch's evaluation.
 */
export type Divergence = "loss" | "gradients" | "validation loss" | "test loss" | "weights";

/** The result of a training. */
export interface Trained {
  model: nn.Layer;
  /** Number of complete epochs. */
  epoch: number;
  step: number;
  divergence?: Divergence;
}

/**
 * Trains as the tutorial's program does: seed, model, loss, optimizer, then train loop and test loop for each epoch.
 * Ends early when the signal is aborted, or when a figure is not finite and the configuration stops a diverged
 * training.
 */
export async function train(options: TrainOptions): Promise<Trained> {
  const { config, from, emit, clock, signal } = options;
  const { save = () => {}, saveEvaluation = () => {}, saveLayers = () => {} } = options;
  const { batchSize, shuffle } = config;
  const state = new TrainingState(config);
  const { trainSet, testSet } = await options.data;
  const samples = trainedSamples(trainSet.length, config.dataset);
  const { transforms } = config;
  const trainLoader = new DataLoader(trainSet, { batchSize, shuffle, samples: samples.train, transforms });
  if (config.evaluation.record) state.history = new SampleHistory(trainSet.length);
  if (from) restoreCheckpoint(state, trainLoader, from, config);
  else state.beginSchedule(trainSet.length);
  const stops = config.onDivergence === "stop";
  const testImages = config.model.kind === "mlp" ? TEST_IMAGES_AT_ONCE.mlp : TEST_IMAGES_AT_ONCE.others;
  const batchesAtOnce = Math.max(1, Math.floor(testImages / batchSize));
  const atOnce = batchesAtOnce * batchSize;
  const testLoader = new DataLoader(testSet, { batchSize: atOnce });
  const validationLoader =
    samples.validation && new DataLoader(trainSet, { batchSize: atOnce, samples: samples.validation });
  const recorder = new StepRecorder(emit, clock, state.step);
  const turns = new Turns(options, state, recorder, trainSet.length);
  const layers = config.evaluation.layers ? new LayerRecorder(state.model, clock, saveLayers) : undefined;
  const tuner = config.compute.threads === 0 ? new ThreadTuner() : undefined;
  if (options.isFork) save(state, "fork");
  let bestAccuracy = options.bestAccuracy ?? Number.NEGATIVE_INFINITY;
  let divergence: Divergence | undefined;
  const stopsAt = (found: Divergence) => {
    // If a weight is not finite, it is the cause of the figure that was found. An update by finite gradients can make
    // such a weight.
    divergence = state.hasFiniteWeights ? found : "weights";
  };

  while (state.epoch < state.totalEpochs && !signal.aborted) {
    const epoch = state.epoch + 1;
    const onLoss = (loss: number) => recorder.add(epoch, loss, state.schedule && state.optimizer.lr);
    const diverged = await trainLoop(state, trainLoader, config, { turns, layers, tuner, onLoss });
    recorder.flush(epoch);
    if (diverged) stopsAt(diverged);
    else if (stops && !state.hasFiniteWeights) divergence = "weights";
    if (signal.aborted || divergence) break;

    state.beginEvaluation();
    const isRecorded = state.history !== undefined;
    const evaluate = async (loader: DataLoader) => {
      const began = clock();
      const answered = await testLoop(loader, batchSize, state.model, { turns, tuner, isRecorded });
      return { ...answered, seconds: clock() - began };
    };
    const validation = validationLoader && (await evaluate(validationLoader));
    if (signal.aborted) break;
    const test = await evaluate(testLoader);
    if (signal.aborted) break;
    const { steps, samples, correct, loss, seconds: trainSeconds } = state.sums;
    const event: EpochEvent = {
      type: "epoch",
      epoch,
      steps,
      trainLoss: orNull(loss / steps),
      trainAccuracy: correct / samples,
      testLoss: orNull(test.loss),
      testAccuracy: test.accuracy,
      confusion: test.confusion,
      ...(validation && {
        validationLoss: orNull(validation.loss),
        validationAccuracy: validation.accuracy,
        validationConfusion: validation.confusion,
      }),
      trainSeconds,
      ...(validation && { validationSeconds: validation.seconds }),
      testSeconds: test.seconds,
      seconds: clock(),
    };
    emit(event);
    const accuracy = decisiveAccuracy(event);
    const isBest = accuracy > bestAccuracy;
    if (state.history && test.answers)
      saveEvaluation(
        { test: test.answers, validation: validation?.answers, train: state.history, isBest },
        epoch,
      );
    state.endEpoch();
    save(state, isBest ? "best" : "epoch");
    bestAccuracy = Math.max(bestAccuracy, accuracy);
    if (stops && validation && !Number.isFinite(validation.loss)) stopsAt("validation loss");
    else if (stops && !Number.isFinite(test.loss)) stopsAt("test loss");
    if (divergence) break;
  }
  turns.end();
  if (signal.aborted) save(state, endingOf(signal));
  return { model: state.model, epoch: state.epoch, step: state.step, divergence };
}

/**
 * The loss function of validation and test. It has no label smoothing, so that the losses of all runs can be compared.
 */
const testLossFn = new nn.CrossEntropyLoss();

interface LoopOptions {
  turns: Turns;
  /** Chooses the number of threads; undefined if the user has chosen it. */
  tuner: ThreadTuner | undefined;
}

interface TrainLoopOptions extends LoopOptions {
  layers: LayerRecorder | undefined;
  onLoss: (loss: number) => void;
}

/**
 * Trains for one epoch or the rest of one, or until the run is to end.
 * @returns the figure that was not finite and ended the epoch early; undefined otherwise
 */
async function trainLoop(
  state: TrainingState,
  loader: DataLoader,
  config: RunConfig,
  { turns, layers, tuner, onLoss }: TrainLoopOptions,
): Promise<Divergence | undefined> {
  const { model, optimizer, sums, history } = state;
  const stops = config.onDivergence === "stop";
  let divergence: Divergence | undefined;
  const limit = config.limitTrainBatches ?? Infinity;
  const perEpoch = stepsPerEpoch(config, loader.dataset.length);
  const { labelSmoothing } = config;
  model.train();
  state.batches ??= loader[Symbol.iterator]();
  while (sums.steps < limit && (await turns.next())) {
    const began = turns.clock();
    const { done, value: batch } = state.batches.next();
    if (done) break;
    const [X, y] = batch;
    const step = () => {
      const logits = model.forward(X);
      const { loss: batchLoss, logProbabilities } = functional.crossEntropyParts(logits, y, {
        labelSmoothing,
      });
      const value = batchLoss.item();
      if (stops && !Number.isFinite(value)) divergence = "loss";
      if (divergence) return value;
      optimizer.zeroGrad();
      layers?.afterForward(state.step, batchLoss);
      batchLoss.backward();
      if (stops && !state.hasFiniteGradients) divergence = "gradients";
      if (divergence) return value;
      if (history) addTo(history, state.batches!, logProbabilities, y);
      layers?.beforeUpdate();
      state.clipGradients();
      optimizer.step();
      sums.correct += countCorrect(logits.argmax(), y);
      return value;
    };
    const loss = withThreads(tuner, `step ${y.length}`, () => tidy(step));
    X.dispose();
    onLoss(loss);
    if (divergence) return divergence;
    state.step++;
    sums.steps++;
    sums.samples += y.length;
    sums.loss += loss;
    layers?.afterUpdate(state.epoch + 1, state.step - 1, turns.clock() - began);
    sums.seconds += turns.clock() - began;
    // The schedule steps before the next message is read, so that the schedule does not replace a learning rate that
    // the message sets.
    const { schedule } = state;
    if (schedule?.isPerStep || sums.steps === perEpoch) schedule?.scheduler.step();
    turns.batchDone();
  }
  return undefined;
}

/** Adds the batch that was drawn last to the history of the samples. */
function addTo(
  history: SampleHistory,
  { order, position }: DataLoaderIterator,
  logProbabilities: Tensor,
  y: Int32Array,
): void {
  const firstRow = position - y.length;
  const rows = order ? { indices: order.subarray(firstRow, position) } : { firstRow };
  history.add(rows, y, logProbabilities.data);
}

/**
 * Evaluates the network on the validation set or the test set. `loss` is the mean over batches: a short last batch has
 * the same weight as the others, as in the tutorial. If the run is to end, the results are of the batches so far.
 */
async function testLoop(
  loader: DataLoader,
  batchSize: number,
  model: nn.Layer,
  { turns, tuner, isRecorded }: LoopOptions & { isRecorded: boolean },
): Promise<{ loss: number; accuracy: number; confusion: number[][]; answers?: EvaluatedAnswers }> {
  const { dataset, count } = loader;
  const { length } = dataset.classes;
  const logProbabilities = isRecorded ? new Float32Array(count * length) : undefined;
  const predicted = new Uint8Array(count);
  const confusion = Array.from({ length }, () => new Array<number>(length).fill(0));
  let totalLoss = 0;
  let batches = 0;
  let samples = 0;
  let correct = 0;
  model.eval();
  for (const [X, y] of loader) {
    const test = () =>
      noGrad(() => {
        const logits = model.forward(X);
        const predictions = logits.argmax();
        logProbabilities?.set(logits.logSoftmax(1).data, samples * length);
        predicted.set(predictions, samples);
        for (const [i, label] of y.entries()) confusion[label][predictions[i]]++;
        correct += countCorrect(predictions, y);
        for (let from = 0; from < y.length; from += batchSize) {
          const to = Math.min(from + batchSize, y.length);
          totalLoss += testLossFn.forward(logits.slice(from, to), y.subarray(from, to)).item();
          batches++;
        }
      });
    withThreads(tuner, `test ${y.length}`, () => tidy(test));
    X.dispose();
    samples += y.length;
    if (!(await turns.next())) break;
  }
  return {
    loss: totalLoss / batches,
    accuracy: correct / samples,
    confusion,
    ...(logProbabilities && { answers: { logProbabilities, predicted, classes: length } }),
  };
}

function withThreads<T>(tuner: ThreadTuner | undefined, key: string, compute: () => T): T {
  return tuner ? tuner.run(key, compute) : compute();
}

function countCorrect(predictions: Int32Array, labels: Int32Array): number {
  return predictions.reduce((correct, prediction, i) => correct + Number(prediction === labels[i]), 0);
}

/** Lets the event loop turn between batches from time to time, so that messages are read and applied. */
class Turns {
  private last = 0;
  readonly clock: () => number;
  private readonly signal: AbortSignal;
  private readonly control: TrainingControl;
  private readonly state: TrainingState;
  private readonly record: Controlled["record"];
  /**
   * Learning rates that a user had set before the run was resumed, by step. Each is set again at its step. A rate that
   * a user sets after the resume replaces all of them.
   */
  private readonly learningRates: Map<number, number>;

  constructor(
    { emit, clock, signal, save, control = new TrainingControl(signal), learningRates }: TrainOptions,
    state: TrainingState,
    recorder: StepRecorder,
    samples: number,
  ) {
    this.clock = clock;
    this.control = control;
    this.signal = signal;
    this.state = state;
    this.learningRates = new Map(learningRates);
    const epoch = () => Math.min(state.epoch + 1, state.totalEpochs);
    this.record = (action, value) => {
      recorder.flush(epoch());
      emit({ type: "control", action, value, epoch: epoch(), step: state.step, seconds: clock() });
    };
    control.begin({
      get begunEpochs() {
        return state.epoch + (state.batches ? 1 : 0);
      },
      setLearningRate: (value) => {
        if (state.schedule?.isPerStep)
          throw new Error(
            l10n.t("The schedule OneCycleLR sets the learning rate at each step; fork the run to change it."),
          );
        state.optimizer.lr = value;
        this.learningRates.clear();
      },
      setEpochs: (value) => {
        const refusal = whyTooManyEpochs(state.config, state.place, samples, value);
        if (refusal !== undefined) throw new Error(refusal);
        state.totalEpochs = value;
      },
      record: this.record,
      onPause: () => save?.(state, "paused"),
    });
  }

  /**
   * Lets the event loop turn if that is due, and waits while the training is paused. @returns false when the run is to
   * end
   */
  async next(): Promise<boolean> {
    if (this.clock() - this.last >= TURN_SECONDS) {
      await nextTurn();
      this.last = this.clock();
    }
    await this.control.ready();
    if (!this.signal.aborted) this.setAgain();
    return !this.signal.aborted;
  }

  /**
   * Sets the learning rate that a user had set at the present step before the run was resumed; does nothing at other
   * steps.
   */
  private setAgain(): void {
    const { state, learningRates } = this;
    const value = learningRates.get(state.step);
    if (value === undefined) return;
    learningRates.delete(state.step);
    state.optimizer.lr = value;
    this.record("learningRate", value);
  }

  batchDone(): void {
    this.control.batchDone();
  }

  end(): void {
    this.control.end();
  }
}

function orNull(figure: number): number | null {
  return Number.isFinite(figure) ? figure : null;
}
