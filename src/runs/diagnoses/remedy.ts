import { lastGoodCheckpoint } from "../explosion";
import type { CheckpointEvent, DiagnosisEvent } from "../RunEvent";
import type { RunState } from "../RunState";
import { configInForce } from "../trainedConfig";

/** The changes of hyperparameters that help against a diagnosis, and where to begin. */
export interface Remedy {
  changes: { learningRate: number } | { weightDecay: number };
  /**
   * The checkpoint at which a fork with the changes begins; undefined if a new run must be trained from the beginning.
   */
  checkpoint?: CheckpointEvent;
}

type Run = Pick<RunState, "checkpoints" | "config" | "learningRate" | "explosion">;

/**
 * The remedy for a run whose learning rate is too high, such as one that diverged: a tenth of the learning rate.
 * Undefined if the run has no configuration.
 */
export function slowerTraining(run: Run): Remedy | undefined {
  const rate = rateInForce(run);
  if (rate === undefined) return undefined;
  return { changes: { learningRate: shortest(rate / 10) }, checkpoint: lastGoodCheckpoint(run) };
}

/** The remedy for a diagnosis. Undefined for a diagnosis without a remedy, and for a run without a configuration. */
export function remedyFor({ rule, since = 0 }: DiagnosisEvent, run: Run): Remedy | undefined {
  const { checkpoints, config } = run;
  const learningRate = rateInForce(run);
  if (!config || learningRate === undefined) return undefined;
  const slower = { learningRate: shortest(learningRate / 10) };
  const upTo = (epoch: number) => ({ checkpoint: checkpoints.findLast((one) => one.epoch <= epoch) });
  switch (rule) {
    case "learningRateTooLow":
      return { changes: { learningRate: shortest(Math.min(100, learningRate * 10)) }, ...upTo(Infinity) };
    case "learningRateTooHigh":
      return slowerTraining(run);
    case "explodingGradients":
      // The weights from the epoch `since` on are of no use, since the gradients had exploded.
      return { changes: slower, ...upTo(since - 1) };
    case "deadUnits":
    case "chance":
      return { changes: slower };
    case "plateau":
      return { changes: slower, ...upTo(Infinity) };
    case "overfitting":
      return {
        changes: {
          weightDecay: config.weightDecay === 0 ? 1e-4 : shortest(Math.min(1, 10 * config.weightDecay)),
        },
        ...upTo(since),
      };
    case "vanishingGradients":
    case "neverPredicted":
    case "validationUnlikeTraining":
      return undefined;
    default:
      return rule satisfies never;
  }
}

function rateInForce(run: Run): number | undefined {
  return configInForce({ ...run, totalEpochs: undefined })?.learningRate;
}

/** A number rounded to six significant digits, which removes the rounding error of a division. */
function shortest(value: number): number {
  return Number(value.toPrecision(6));
}
