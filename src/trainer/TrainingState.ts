import type { DataLoaderIterator } from "../data";
import { makeModel } from "../model/makeModel";
import { makeOptimizer } from "../model/makeOptimizer";
import type { RunConfig } from "../runs/RunConfig";
import type { SampleHistory } from "../runs/SampleHistory";
import {
  defaultGenerator,
  type GeneratorState,
  manualSeed,
  type nn,
  type optim,
  type Tensor,
} from "../tensor";

/** Sums over the batches of an epoch so far. */
export interface EpochSums {
  steps: number;
  samples: number;
  correct: number;
  loss: number;
  /** Time of training, without pauses. */
  seconds: number;
}

const nothing: Readonly<EpochSums> = { steps: 0, samples: 0, correct: 0, loss: 0, seconds: 0 };

/** The complete state of a training. */
export class TrainingState {
  readonly model: nn.Layer;
  readonly optimizer: optim.Optimizer;
  /** Complete epochs. */
  epoch = 0;
  /** Optimizer steps of all epochs. */
  step = 0;
  /** Number of epochs of the whole training. */
  totalEpochs: number;
  /** The position within the epoch under way; undefined between two epochs. */
  batches: DataLoaderIterator | undefined;
  sums: EpochSums = { ...nothing };
  /** What the training saw of each sample, if that is recorded; undefined before the data is loaded. */
  history: SampleHistory | undefined;
  /**
   * During a test loop: the generator's state before the loop, which draws from it. A checkpoint uses this state, so
   * that the loop is repeated.
   */
  private beforeTest: GeneratorState | undefined;
  private readonly parameters: readonly Tensor[];

  /** Seeds the default generator and draws the initial weights from it. */
  constructor(config: RunConfig) {
    manualSeed(BigInt(config.seed));
    this.model = makeModel(config);
    this.parameters = [...this.model.parameters()];
    this.optimizer = makeOptimizer(config, this.parameters);
    this.totalEpochs = config.epochs;
  }

  get generator(): GeneratorState {
    return this.beforeTest ?? defaultGenerator.getState();
  }

  beginTest(): void {
    this.beforeTest = defaultGenerator.getState();
  }

  /** Called after the test loop, which ends the epoch. */
  endEpoch(): void {
    this.beforeTest = undefined;
    this.batches = undefined;
    this.sums = { ...nothing };
    this.epoch++;
    this.history?.beginEpoch();
  }

  /** Whether every weight is finite. */
  get hasFiniteWeights(): boolean {
    return this.parameters.every((parameter) => parameter.allFinite);
  }

  /** Whether every gradient is finite. */
  get hasFiniteGradients(): boolean {
    return this.parameters.every(({ grad }) => grad?.allFinite ?? true);
  }
}
