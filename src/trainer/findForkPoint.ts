import * as l10n from "@vscode/l10n";
import { findCheckpoint, type RunAtCheckpoint } from "../model/checkpoints/findCheckpoint";
import { TaskError } from "../protocol/TaskError";
import { isFromBeforeExplosion } from "../runs/explosion";

/**
 * Finds the checkpoint at which a fork starts.
 * @param checkpoint path as in the log. Default: the newest whole checkpoint; of a run that diverged, the newest whole
 * one from before the loss exploded
 * @throws TaskError where the log does not list the named checkpoint, or all checkpoints of a diverged run are from
 * after the explosion; Error, one sentence, where no checkpoint can be used
 */
export function findForkPoint(folder: string, checkpoint: string | undefined): Promise<RunAtCheckpoint> {
  return findCheckpoint(folder, checkpoint, {
    remedy: l10n.t("fork another run"),
    fits: (one, state) => state.errorCode !== "divergence" || isFromBeforeExplosion(one, state),
    noneFits: (run) =>
      new TaskError(
        l10n.t(
          "The run {0} has no checkpoint from before its loss exploded; train again from the beginning with a smaller learning rate, or name a checkpoint.",
          run,
        ),
      ),
    instead: (file) => l10n.t("The run is forked from {0}.", file),
  });
}
