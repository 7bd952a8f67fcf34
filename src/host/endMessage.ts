import * as l10n from "@vscode/l10n";
import { duration, percentage } from "../runs/figures";
import { inName } from "../runs/inert";
import type { EndedEvent } from "../runs/RunEvent";
import type { RunState } from "../runs/RunState";
import type { OpenRun } from "./OpenRun";

/** A sentence about how a run ended, and about files that could not be saved. */
export function endMessage(run: Pick<OpenRun, "name" | "state">, event: EndedEvent): string {
  // `missing` lists files that could not be saved. After an undone resume, the list is that of the run's former `ended`
  // event, whose message has named the files already.
  const { missing = [] } = event.undone ? {} : event;
  const how = howItEnded(run, event);
  return missing.length === 0 ? how : l10n.t("{0} Not saved: {1}.", how, missing.join("; "));
}

/** The sentence names the run, since another run may be on display. */
function howItEnded(
  run: Pick<OpenRun, "name" | "state">,
  { status, seconds, error, undone }: EndedEvent,
): string {
  const { state } = run;
  const name = inName(run.name);
  if (undone) {
    const how = l10n.t("The run {0} could not be resumed and is unchanged.", name);
    return error ? `${how} ${error}` : how;
  }
  if (status === "failed")
    return error
      ? l10n.t("The training {0} failed. {1}", name, error)
      : l10n.t("The training {0} failed.", name);
  if (status === "stopped")
    return state.weights
      ? l10n.t("The training {0} was stopped at epoch {1}; its weights are saved.", name, state.epoch)
      : l10n.t("The training {0} was stopped.", name);
  if (status === "interrupted")
    return l10n.t(
      "The training {0} was interrupted at epoch {1}; what it had recorded is kept.",
      name,
      state.epoch,
    );
  const { best } = state;
  const took = duration(seconds);
  if (!best) return l10n.t("The training {0} finished in {1}.", name, took);
  const { epoch, testAccuracy, validationAccuracy } = best;
  return validationAccuracy === undefined
    ? l10n.t(
        "The training {0} finished in {1}: {2} test accuracy at best, in epoch {3}.",
        name,
        took,
        percentage(testAccuracy),
        epoch,
      )
    : l10n.t(
        "The training {0} finished in {1}: {2} test accuracy in epoch {3}, the best by its validation accuracy of {4}.",
        name,
        took,
        percentage(testAccuracy),
        epoch,
        percentage(validationAccuracy),
      );
}

/**
 * The label of the button that is shown after a run failed or was interrupted. The button resumes the run. After a
 * divergence, it forks the run or trains it again.
 */
export function resumeLabel({ errorCode }: RunState): string {
  return errorCode === "divergence" ? l10n.t("Train with a Smaller Learning Rate…") : l10n.t("Resume");
}
