import { lastGoodCheckpoint } from "../explosion";
import type { CheckpointEvent, DiagnosisEvent } from "../RunEvent";
import type { RunState } from "../RunState";
import { configInForce } from "../trainedConfig";

/** What helps against a diagnosis. */
export interface Remedy {
  changes: { learningRate: number } | { weightDecay: number };
  /** The checkpoint at which a fork begins; left out where only training from the beginning helps. */
  checkpoint?: CheckpointEvent;
}

type Run = Pick<RunState, "checkpoints" | "config" | "learningRate" | "explosion">;

/** For a run whose learning rate is too high, such as one that diverged; undefined without a configuration. */
export function slowerTraining(run: Run): Remedy | undefined {
  const rate = rateInForce(run);
  if (rate === undefined) return undefined;
  return { changes: { learningRate: shortest(rate / 10) }, checkpoint: lastGoodCheckpoint(run) };
}

/** The change that a run is trained on with; undefined where another value of a hyperparameter does not help. */
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
      // Weights from after the gradients grew are of no use.
      return { changes: slower, ...upTo(since - 1) };
    case "deadUnits":
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
    case "chance":
      return undefined;
    default:
      return rule satisfies never;
  }
}

function rateInForce(run: Run): number | undefined {
  return configInForce({ ...run, totalEpochs: undefined })?.learningRate;
}

/** Without the digits that multiplying has added: 0.05 / 10 is 0.005. */
function shortest(value: number): number {
  return Number(value.toPrecision(6));
}
