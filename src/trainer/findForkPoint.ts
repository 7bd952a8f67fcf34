import * as l10n from "@vscode/l10n";
import { findCheckpoint, type RunAtCheckpoint } from "../model/checkpoints/findCheckpoint";
import { TaskError } from "../protocol/TaskError";
import { isFromBeforeExplosion } from "../runs/explosion";

/**
 * Finds the checkpoint at which a fork starts.
 * @param checkpoint path of the checkpoint as the log states it. Default: the newest whole checkpoint, or, in a run
 * that diverged, the newest whole checkpoint from before the loss exploded
 * @throws TaskError if the log does not list the named checkpoint, or if no checkpoint is named and all checkpoints of
 * a diverged run are from after the explosion
 * @throws Error with a one-sentence message if no checkpoint can be used
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
