import { l10n } from "vscode";
import { duration, percentage } from "../runs/figures";
import type { EndedEvent } from "../runs/RunEvent";
import type { OpenRun } from "./OpenRun";

/** How a run ended that did not fail, in a sentence. */
export function endMessage({ state }: OpenRun, { status, seconds }: EndedEvent): string {
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
