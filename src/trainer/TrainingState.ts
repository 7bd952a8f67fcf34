import type { DataLoaderIterator } from "../data";
import type { RunConfig } from "../runs/RunConfig";
import {
  defaultGenerator,
  type GeneratorState,
  manualSeed,
  type nn,
  type optim,
  type Tensor,
} from "../tensor";
import { makeModel } from "./makeModel";
import { makeOptimizer } from "./makeOptimizer";

/** Sums over the batches of an epoch so far. */
export interface EpochSums {
  steps: number;
  samples: number;
  correct: number;
  loss: number;
  /** Spent on training, without pauses. */
  seconds: number;
}

const nothing: Readonly<EpochSums> = { steps: 0, samples: 0, correct: 0, loss: 0, seconds: 0 };

/** Everything that decides how a training goes on. */
export class TrainingState {
  readonly model: nn.Layer;
  readonly optimizer: optim.Optimizer;
  /** Complete epochs. */
  epoch = 0;
  /** Optimizer steps of all epochs. */
  step = 0;
  /** Epochs that the training will have. */
  totalEpochs: number;
  /** Where the epoch under way is; undefined between two epochs. */
  batches: DataLoaderIterator | undefined;
  sums: EpochSums = { ...nothing };
  /** While an epoch's test loop draws from the generator: its state before, from which the loop can be repeated. */
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

  /** The test loop is through, and the epoch with it. */
  endEpoch(): void {
    this.beforeTest = undefined;
    this.batches = undefined;
    this.sums = { ...nothing };
    this.epoch++;
  }

  /** Whether every weight is a number that a training can go on from. */
  get hasFiniteWeights(): boolean {
    return this.parameters.every((parameter) => parameter.allFinite);
  }

  /** Whether the optimizer can make an update of every gradient. */
  get hasFiniteGradients(): boolean {
    return this.parameters.every(({ grad }) => grad?.allFinite ?? true);
  }
}
