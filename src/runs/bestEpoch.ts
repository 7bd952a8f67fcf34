/** Which epoch of a run is the best. */
import type { EpochEvent } from "./RunEvent";
import type { RunState } from "./RunState";

type Judged = Pick<EpochEvent, "testAccuracy" | "validationAccuracy">;

/**
 * The accuracy that decides which epoch is the best: the validation accuracy, or the test accuracy if there is no
 * validation set. Of epochs with equal accuracies, the earliest is the best.
 */
export function decisiveAccuracy({ testAccuracy, validationAccuracy }: Judged): number {
  return validationAccuracy ?? testAccuracy;
}

/**
 * Whether a run holds out images for validation, so that the validation accuracy decides which epoch is the best. False
 * while the run has no configuration.
 */
export function hasValidation({ config }: Pick<RunState, "config">): boolean {
  return config !== undefined && config.dataset.validationSplit > 0;
}

/** The best of some epochs by {@link decisiveAccuracy}; undefined if there are none. */
export function bestOf<Epoch extends Judged>(epochs: readonly Epoch[]): Epoch | undefined {
  let best: Epoch | undefined;
  for (const epoch of epochs) if (!best || decisiveAccuracy(epoch) > decisiveAccuracy(best)) best = epoch;
  return best;
}
