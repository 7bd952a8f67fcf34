import type { DataLoaderIterator } from "../data";
import type { Position } from "../model/checkpoints/checkpointParts";
import { makeModel } from "../model/makeModel";
import { makeOptimizer } from "../model/makeOptimizer";
import { makeSchedule, type TrainingSchedule } from "../model/makeSchedule";
import type { RunConfig } from "../runs/RunConfig";
import type { SampleHistory } from "../runs/SampleHistory";
import { trainedCount } from "../runs/trainingParts";
import { defaultGenerator, type GeneratorState, manualSeed, nn, type optim, type Tensor } from "../tensor";

/** Sums over the batches of an epoch so far. */
export interface EpochSums {
  steps: number;
  samples: number;
  correct: number;
  loss: number;
  /** Time (s) of the steps, without the pauses between them. */
  seconds: number;
}

const nothing: Readonly<EpochSums> = { steps: 0, samples: 0, correct: 0, loss: 0, seconds: 0 };

/** The complete state of a training. */
export class TrainingState {
  readonly model: nn.Layer;
  readonly optimizer: optim.Optimizer;
  /**
   * The schedule of the learning rate; undefined before the data is loaded, and in a run without a schedule.
   */
  schedule: TrainingSchedule | undefined;
  /** Number of complete epochs. */
  epoch = 0;
  /** Number of complete optimizer steps since the beginning of the training. */
  step = 0;
  /** Number of epochs of the whole training. */
  totalEpochs: number;
  /** The iterator over the batches of the epoch under way; undefined between two epochs. */
  batches: DataLoaderIterator | undefined;
  sums: EpochSums = { ...nothing };
  /**
   * Figures of each training sample, such as its loss; undefined if they are not recorded, and before the data is
   * loaded.
   */
  history: SampleHistory | undefined;
  /**
   * The random generator's state before the validation and test loops, both of which draw from the generator; undefined
   * outside these loops. A checkpoint within the loops stores this state, so that a resumed run repeats both loops.
   */
  private beforeEvaluation: GeneratorState | undefined;
  private readonly parameters: readonly Tensor[];

  /** Seeds the default random generator and draws the initial weights from it. */
  constructor(readonly config: RunConfig) {
    manualSeed(BigInt(config.seed));
    this.model = makeModel(config);
    this.parameters = [...this.model.parameters()];
    this.optimizer = makeOptimizer(config, this.parameters);
    this.totalEpochs = config.epochs;
  }

  /**
   * Makes the schedule of the configuration, if it has one. The schedule then sets the optimizer's first learning rate.
   * @param samples number of images of the whole training set
   * @param length length of the schedule in epochs, without warm-up. Default: the configured length, or the epochs left
   */
  beginSchedule(samples: number, length = this.config.schedule.length ?? this.epochsLeft): void {
    this.schedule = makeSchedule(this.config, this.optimizer, length, stepsPerEpoch(this.config, samples));
  }

  /** The place in the training and in its schedule, as a checkpoint stores it. */
  get place(): Pick<Position, "epoch" | "sums" | "schedule"> {
    const { epoch, sums, schedule } = this;
    return {
      epoch,
      sums,
      ...(schedule && { schedule: { ...schedule.scheduler.stateDict(), length: schedule.length } }),
    };
  }

  /**
   * Number of epochs that are left after the warm-up, at least 1. The warm-up of OneCycleLR is a part of its schedule
   * and is not subtracted.
   */
  private get epochsLeft(): number {
    const { name, warmupEpochs } = this.config.schedule;
    return Math.max(1, this.totalEpochs - this.epoch - (name === "OneCycleLR" ? 0 : warmupEpochs));
  }

  /** Scales the gradients down if their total norm exceeds `clipGradNorm`; does nothing if `clipGradNorm` is 0. */
  clipGradients(): void {
    const { clipGradNorm } = this.config;
    if (clipGradNorm > 0) nn.clipGradNorm(this.parameters, clipGradNorm);
  }

  get generator(): GeneratorState {
    return this.beforeEvaluation ?? defaultGenerator.getState();
  }

  /** Must be called before the first of the validation and test loops of an epoch. */
  beginEvaluation(): void {
    this.beforeEvaluation = defaultGenerator.getState();
  }

  /** Must be called after the test loop of an epoch. */
  endEpoch(): void {
    this.beforeEvaluation = undefined;
    this.batches = undefined;
    this.sums = { ...nothing };
    this.epoch++;
    this.history?.beginEpoch();
  }

  get hasFiniteWeights(): boolean {
    return this.parameters.every((parameter) => parameter.allFinite);
  }

  /** Whether every gradient is finite. A parameter without a gradient does not count. */
  get hasFiniteGradients(): boolean {
    return this.parameters.every(({ grad }) => grad?.allFinite ?? true);
  }
}

/** Number of optimizer steps in one epoch. @param samples number of images of the whole training set */
export function stepsPerEpoch(
  { batchSize, limitTrainBatches, dataset }: Pick<RunConfig, "batchSize" | "limitTrainBatches" | "dataset">,
  samples: number,
): number {
  const trained = trainedCount(dataset, samples);
  return Math.min(Math.ceil(trained / batchSize), limitTrainBatches ?? Infinity);
}
