import { setImmediate as nextTurn } from "node:timers/promises";
import { DataLoader, type ImageDataset } from "../data";
import type { RunConfig } from "../runs/RunConfig";
import type { RunEvent } from "../runs/RunEvent";
import { manualSeed, nn, noGrad, type optim, tidy } from "../tensor";
import { makeOptimizer } from "./makeOptimizer";
import { NeuralNetwork } from "./NeuralNetwork";
import { StepRecorder } from "./StepRecorder";

const CLASSES = 10;
/** How long batches may follow each other before messages, such as a wish to stop, are read. */
const TURN_SECONDS = 0.02;

export interface TrainOptions {
  config: RunConfig;
  trainSet: ImageDataset;
  testSet: ImageDataset;
  emit: (event: RunEvent) => void;
  /** Seconds since the run began. */
  clock: () => number;
  /** Aborting ends the training between two batches. */
  signal: AbortSignal;
}

/** What a training leaves behind. */
export interface Trained {
  model: NeuralNetwork;
  /** Whole epochs and steps done. */
  epoch: number;
  step: number;
}

/** The tutorial's program: seed, model, loss, optimizer, then train loop and test loop for each epoch. */
export async function train(options: TrainOptions): Promise<Trained> {
  const { config, emit, clock, signal } = options;
  manualSeed(config.seed);
  const model = new NeuralNetwork(config.hidden);
  const optimizer = makeOptimizer(config, model.parameters());
  const trainLoader = new DataLoader(options.trainSet, {
    batchSize: config.batchSize,
    shuffle: config.shuffle,
  });
  const testLoader = new DataLoader(options.testSet, { batchSize: config.batchSize });
  const recorder = new StepRecorder(emit, clock);
  const turns = new Turns(clock);

  const trained: Trained = { model, epoch: 0, step: 0 };
  for (let epoch = 1; epoch <= config.epochs && !signal.aborted; epoch++) {
    const trainBegan = clock();
    const fit = await trainLoop(trainLoader, model, optimizer, config, signal, turns, (loss) =>
      recorder.add(epoch, loss),
    );
    recorder.flush(epoch);
    trained.step += fit.steps;
    if (signal.aborted) break;

    const testBegan = clock();
    const test = await testLoop(testLoader, model, signal, turns);
    if (signal.aborted) break;
    trained.epoch = epoch;
    const seconds = clock();
    emit({
      type: "epoch",
      epoch,
      steps: fit.steps,
      trainLoss: orNull(fit.loss),
      trainAccuracy: fit.accuracy,
      testLoss: orNull(test.loss),
      testAccuracy: test.accuracy,
      confusion: test.confusion,
      trainSeconds: testBegan - trainBegan,
      testSeconds: seconds - testBegan,
      seconds,
    });
  }
  return trained;
}

/** Optimizer steps in one epoch of `samples`. */
export function stepsPerEpoch(config: RunConfig, samples: number): number {
  return Math.min(Math.ceil(samples / config.batchSize), config.limitTrainBatches ?? Infinity);
}

const lossFn = new nn.CrossEntropyLoss();

async function trainLoop(
  loader: DataLoader,
  model: NeuralNetwork,
  optimizer: optim.Optimizer,
  config: RunConfig,
  signal: AbortSignal,
  turns: Turns,
  onLoss: (loss: number) => void,
): Promise<{ steps: number; loss: number; accuracy: number }> {
  const limit = config.limitTrainBatches ?? Infinity;
  let steps = 0;
  let samples = 0;
  let correct = 0;
  let totalLoss = 0;
  model.train();
  for (const [X, y] of loader) {
    const loss = tidy(() => {
      const logits = model.forward(X);
      const batchLoss = lossFn.forward(logits, y);
      optimizer.zeroGrad();
      batchLoss.backward();
      optimizer.step();
      correct += countCorrect(logits.argmax(), y);
      return batchLoss.item();
    });
    X.dispose();
    steps++;
    samples += y.length;
    totalLoss += loss;
    onLoss(loss);
    await turns.pause();
    if (steps >= limit || signal.aborted) break;
  }
  return { steps, loss: totalLoss / steps, accuracy: correct / samples };
}

/** testLoss is the mean over batches, so that a short last batch counts as much as any, as in the tutorial. */
async function testLoop(
  loader: DataLoader,
  model: NeuralNetwork,
  signal: AbortSignal,
  turns: Turns,
): Promise<{ loss: number; accuracy: number; confusion: number[][] }> {
  const confusion = Array.from({ length: CLASSES }, () => new Array<number>(CLASSES).fill(0));
  let totalLoss = 0;
  let samples = 0;
  let correct = 0;
  model.eval();
  for (const [X, y] of loader) {
    totalLoss += tidy(() =>
      noGrad(() => {
        const logits = model.forward(X);
        const predictions = logits.argmax();
        for (const [i, label] of y.entries()) confusion[label][predictions[i]]++;
        correct += countCorrect(predictions, y);
        return lossFn.forward(logits, y).item();
      }),
    );
    X.dispose();
    samples += y.length;
    await turns.pause();
    if (signal.aborted) break;
  }
  return { loss: totalLoss / loader.length, accuracy: correct / samples, confusion };
}

function countCorrect(predictions: Int32Array, labels: Int32Array): number {
  return predictions.reduce((correct, prediction, i) => correct + Number(prediction === labels[i]), 0);
}

/** Lets the process read its messages now and then, since a batch itself never waits. */
class Turns {
  private last = 0;
  constructor(private readonly clock: () => number) {}

  async pause(): Promise<void> {
    if (this.clock() - this.last < TURN_SECONDS) return;
    await nextTurn();
    this.last = this.clock();
  }
}

function orNull(figure: number): number | null {
  return Number.isFinite(figure) ? figure : null;
}
