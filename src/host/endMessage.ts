import { l10n } from "vscode";
import { duration, percentage } from "../runs/figures";
import type { EndedEvent } from "../runs/RunEvent";
import type { RunState } from "../runs/RunState";
import type { OpenRun } from "./OpenRun";

/** How a run ended, and what of it is not on disk. */
export function endMessage(run: OpenRun, event: EndedEvent): string {
  // Of a run that could not be resumed it was told before.
  const { missing = [] } = event.undone ? {} : event;
  const how = howItEnded(run, event);
  return missing.length === 0 ? how : l10n.t("{0} Not on disk is {1}.", how, missing.join("; "));
}

function howItEnded({ state }: OpenRun, { status, seconds, error, undone }: EndedEvent): string {
  if (undone) return error ?? l10n.t("The run could not be resumed, and is as it was before.");
  if (status === "failed") return error ?? l10n.t("The training failed.");
  if (status === "stopped")
    return state.weights
      ? l10n.t("The training was stopped in epoch {0}; its weights are saved.", state.epoch)
      : l10n.t("The training was stopped.");
  if (status === "interrupted")
    return l10n.t("The training was interrupted in epoch {0}; what it had recorded is kept.", state.epoch);
  const { best } = state;
  const took = duration(seconds);
  return best
    ? l10n.t(
        "The training finished in {0}: {1} test accuracy at best, in epoch {2}.",
        took,
        percentage(best.testAccuracy),
        best.epoch,
      )
    : l10n.t("The training finished in {0}.", took);
}

/** The button that goes on with a run that failed or was interrupted. */
export function wayOn({ errorCode, checkpoints }: RunState): string {
  if (errorCode !== "divergence") return l10n.t("Resume");
  return checkpoints.length > 0
    ? l10n.t("Fork with a Smaller Learning Rate…")
    : l10n.t("Open the Learning Rate's Setting");
}
