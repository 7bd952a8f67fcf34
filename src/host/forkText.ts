import * as l10n from "@vscode/l10n";
import { percentage } from "../runs/figures";
import { briefText, hyperparameterList, isShown, valueAt } from "../runs/hyperparameters";
import type { ForkChanges } from "../runs/RunConfig";
import type { CheckpointEvent } from "../runs/RunEvent";
import type { RunState } from "../runs/RunState";
import { plural } from "../text/language";

/** The hyperparameters of a fork that the views show, in one line. */
export function forkText(changes: ForkChanges): string {
  return hyperparameterList
    .filter(({ isForked, decidesResult }) => isForked && decidesResult)
    .flatMap((one) => {
      const value = valueAt(changes, one.key);
      const isChanged = value !== undefined && value !== one.default;
      return isShown(one.key, isChanged, changes) ? [briefText(one, value)] : [];
    })
    .join(", ");
}

/** The complete epochs of a checkpoint and the test accuracy of the last: `3 complete epochs · 84.3%`. */
export function checkpointText({ epoch }: CheckpointEvent, { epochs }: Pick<RunState, "epochs">): string {
  const tested = epochs.find((one) => one.epoch === epoch);
  const complete = plural(epoch, l10n.t("1 complete epoch"), l10n.t("{0} complete epochs", epoch));
  return [complete, ...(tested ? [percentage(tested.testAccuracy)] : [])].join(" · ");
}
