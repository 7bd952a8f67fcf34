import { datasets } from "../../datasets/datasets";
import { chanceLevel } from "../isAtChance";
import type { LayerRecord } from "../layers/LayerRecord";
import type { EpochEvent } from "../RunEvent";
import type { RunState } from "../RunState";
import { hasSchedule } from "../schedules";

/**
 * The part of a run that the rules of this folder read. For a fork, the epochs, losses and layer records of the parent
 * are left out, except the loss of the parent's first batch.
 */
export interface Course {
  /** The learning rate. With a schedule: the rate from which the schedule computes all others. */
  learningRate: number;
  classes: number;
  testSamples: number;
  epochs: readonly EpochEvent[];
  /** The loss of the network's first batch; of a fork, that of the parent's. NaN if it was not finite or is unknown. */
  firstLoss: number;
  /** The loss of each step; NaN if it was not finite or is unknown. */
  losses: ArrayLike<number>;
  layers: readonly LayerRecord[];
  /** Whether the training ended because a loss, a gradient or the weights were not finite. */
  hasDiverged: boolean;
  /** The rules that already have a finding in this run. */
  found: ReadonlySet<string>;
}

/**
 * Returns the {@link Course} of a run so far; undefined before the data set is loaded.
 * @param layers the records of the run's layers
 */
export function courseOf(
  { config, dataset, learningRate, parent, epochs, firstLoss = Number.NaN, losses, diagnoses }: RunState,
  layers: readonly LayerRecord[],
  hasDiverged: boolean,
): Course | undefined {
  if (!config || !dataset) return undefined;
  return {
    learningRate: hasSchedule(config) ? config.learningRate : (learningRate ?? config.learningRate),
    classes: datasets[dataset.name].classes.length,
    testSamples: dataset.testSamples,
    epochs: epochs.filter(({ epoch }) => epoch > (parent?.epoch ?? 0)),
    firstLoss,
    losses: losses.slice(parent?.step ?? 0, losses.length),
    layers: layers.filter(({ step }) => step >= (parent?.step ?? 0)),
    hasDiverged,
    found: new Set(diagnoses.map(({ rule }) => rule)),
  };
}

/** Mean of the finite losses of the steps from `from` to before `to`; NaN if there are none. */
export function meanLoss(losses: ArrayLike<number>, from: number, to: number): number {
  let sum = 0;
  let count = 0;
  for (let step = Math.max(0, from); step < Math.min(to, losses.length); step++)
    if (Number.isFinite(losses[step])) {
      sum += losses[step]!;
      count++;
    }
  return sum / count;
}

/** The latest `number` layer records; undefined if there are fewer, since a single batch proves nothing. */
export function latestLayers({ layers }: Course, number = 3): readonly LayerRecord[] | undefined {
  return layers.length >= number ? layers.slice(-number) : undefined;
}

/** Number of epochs after which a network that learns is expected to be better than chance. */
const EPOCHS_OF_CHANCE = 2;

/**
 * Whether the run has at least {@link EPOCHS_OF_CHANCE} epochs, none with a test accuracy above {@link chanceLevel}.
 */
export function isGuessing(course: Course): boolean {
  const { epochs } = course;
  const most = chanceLevel(course);
  return epochs.length >= EPOCHS_OF_CHANCE && epochs.every(({ testAccuracy }) => testAccuracy <= most);
}

/** A training has learned when an epoch's training loss is below this share of the first batch's loss. */
const LEARNED = 0.8;

/**
 * Whether the last epoch shows that the training has learned. If not, some rules find nothing, since the training may
 * only be slow.
 */
export function hasLearned({ epochs, firstLoss }: Course): boolean {
  return (epochs.at(-1)?.trainLoss ?? Infinity) < LEARNED * firstLoss;
}
