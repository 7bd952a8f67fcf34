/** Where a schedule with a fixed number of steps or epochs ends. */
import * as l10n from "@vscode/l10n";
import type { Checkpoint } from "../model/checkpoints/Checkpoint";
import { isUsed } from "../runs/configValues";
import { InvalidConfigError, type RunConfig } from "../runs/RunConfig";
import { stepsPerEpoch } from "./TrainingState";

/** A place in a training and in its schedule. */
type Place = Pick<Checkpoint, "epoch" | "schedule"> & { sums: Pick<Checkpoint["sums"], "steps"> };

/**
 * Returns the last epoch that a schedule covers; undefined for a schedule without a length, and for a place without a
 * schedule.
 * @param samples number of images of the whole training set, including excluded ones
 */
export function lastEpochOfSchedule(
  config: RunConfig,
  { epoch, sums, schedule }: Place,
  samples: number,
): number | undefined {
  const { name, warmupEpochs } = config.schedule;
  if (!schedule || !isUsed("schedule.length", config)) return undefined;
  if (name !== "OneCycleLR") return epoch + warmupEpochs + schedule.length - schedule.lastEpoch;
  const perEpoch = stepsPerEpoch(config, samples);
  const left = schedule.length * perEpoch - schedule.lastEpoch;
  return epoch + Math.floor((left + sums.steps) / perEpoch);
}

/**
 * Returns one sentence that states why a run cannot have this number of epochs; undefined where it can. Only OneCycleLR
 * limits the number, since it has no learning rate after its last step.
 */
export function whyTooManyEpochs(
  config: RunConfig,
  place: Place,
  samples: number,
  epochs: number,
): string | undefined {
  const last = lastEpochOfSchedule(config, place, samples);
  if (config.schedule.name !== "OneCycleLR" || last === undefined || epochs <= last) return undefined;
  return l10n.t(
    "The schedule OneCycleLR of the run ends with epoch {0}; fork the run to train more epochs.",
    last,
  );
}

/**
 * Checks the configured length of a schedule before the schedule begins.
 * @param epochs number of epochs that are left to train
 * @throws InvalidConfigError if a OneCycleLR schedule is shorter than the epochs that are left
 */
export function checkLength({ schedule }: RunConfig, epochs: number): void {
  const { name, length } = schedule;
  if (name === "OneCycleLR" && length !== null && length < epochs)
    throw new InvalidConfigError(
      "schedule.length",
      l10n.t("must be at least the number of epochs, {0}, with OneCycleLR", epochs),
      length,
    );
}
