import * as l10n from "@vscode/l10n";
import { DatasetError, DatasetUnavailableError } from "../data";
import { withoutCredentials } from "../files/withoutCredentials";
import { lastGoodCheckpoint } from "../runs/explosion";
import { type ModelKind, models } from "../runs/models";
import type { EndedEvent } from "../runs/RunEvent";
import type { RunState } from "../runs/RunState";
import { OutOfMemoryError } from "../tensor";
import { wholeNumber } from "../text/numbers";
import { sentences } from "../text/sentences";
import type { Divergence, Trained } from "./train";

/** How a run ended, as members of its `ended` event. */
export type How = Pick<EndedEvent, "status" | "error" | "code">;

/** A sentence about each divergence. `step` and `epoch` are the numbers of complete steps and epochs. */
const whatDiverged: Readonly<Record<Divergence, (step: number, epoch: number) => string>> = {
  loss: (step) =>
    l10n.t(
      "The loss was no longer a finite number at step {0}, so training stopped before that update.",
      wholeNumber(step + 1),
    ),
  gradients: (step) =>
    l10n.t(
      "The gradients were no longer finite numbers at step {0}, so training stopped before that update.",
      wholeNumber(step + 1),
    ),
  "validation loss": (_, epoch) =>
    l10n.t("The validation loss was no longer a finite number after epoch {0}, so training stopped.", epoch),
  "test loss": (_, epoch) =>
    l10n.t("The test loss was no longer a finite number after epoch {0}, so training stopped.", epoch),
  weights: (step) =>
    l10n.t(
      "The weights were no longer finite numbers after step {0}, so training stopped without keeping them.",
      wholeNumber(step),
    ),
};

/**
 * Returns sentences for the user: why a diverged training ended, and what helps.
 * @param hasCheckpoint whether the run has a checkpoint
 */
export function divergenceText(
  { epoch, step }: Pick<Trained, "epoch" | "step">,
  divergence: Divergence,
  state: RunState,
  hasCheckpoint: boolean,
): string {
  const good = lastGoodCheckpoint(state);
  return sentences(
    whatDiverged[divergence](step, epoch),
    good
      ? l10n.t("The last good checkpoint is {0}; a smaller learning rate usually helps.", good.file)
      : hasCheckpoint
        ? l10n.t(
            "No checkpoint is from before the loss exploded; train again from the beginning with a smaller learning rate.",
          )
        : l10n.t("The run has no checkpoint; a smaller learning rate usually helps."),
  );
}

/**
 * Returns the end of a run that failed with an error: the message for the user, without credentials, and the code
 * `dataset` if the error is about the data.
 */
export function failure(error: unknown, model: ModelKind): How & { status: "failed" } {
  const message = withoutCredentials(error instanceof Error ? error.message : String(error));
  const isAboutData = error instanceof DatasetUnavailableError || error instanceof DatasetError;
  if (isAboutData) return { status: "failed", error: message, code: "dataset" };
  return {
    status: "failed",
    error: error instanceof OutOfMemoryError ? whatIsTooLarge(error, model) : message,
  };
}

function whatIsTooLarge({ used, needed, most }: OutOfMemoryError, model: ModelKind): string {
  const mebibytes = (bytes: number) => Math.ceil(bytes / 2 ** 20);
  return sentences(
    l10n.t(
      "The tensors do not fit in memory: {0} MiB in use, {1} MiB more needed, at most {2} MiB available.",
      mebibytes(used),
      mebibytes(needed),
      mebibytes(most),
    ),
    models[model].whenTooLarge,
  );
}
