import * as l10n from "@vscode/l10n";
import { findCheckpoint, type RunAtCheckpoint } from "../model/checkpoints/findCheckpoint";

/**
 * Finds the checkpoint at which a fork starts.
 * @param checkpoint path as in the log. Default: the newest whole one
 * @throws Error, one sentence
 */
export function findForkPoint(folder: string, checkpoint: string | undefined): Promise<RunAtCheckpoint> {
  return findCheckpoint(folder, checkpoint, {
    remedy: l10n.t("fork another run"),
    instead: (file) => l10n.t("The run is forked from {0}.", file),
  });
}
