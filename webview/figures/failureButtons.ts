import type { RunState } from "../../src/runs/RunState";

/** A button of the card about a failure. */
export type FailureButton =
  | "reduceLearningRate"
  | "chooseDataFolder"
  | "useSample"
  | "showLearningRate"
  | "showDataFolder"
  | "showLog";

type Failed = Pick<RunState, "errorCode"> & { losses: { length: number } };

/**
 * The buttons for a failure, by its code. If the run has trained a step and is no longer in the runs folder, {@link
 * continueButtons} are left out.
 */
export function failureButtons(run: Failed, isGone = false): FailureButton[] {
  const buttons = waysOut(run);
  return isGone && run.losses.length > 0
    ? buttons.filter((button) => !continueButtons.includes(button))
    : buttons;
}

/** The buttons that continue the run, or begin another training from its checkpoint or with its configuration. */
const continueButtons: readonly FailureButton[] = ["reduceLearningRate", "chooseDataFolder"];

function waysOut({ errorCode, losses }: Failed): FailureButton[] {
  switch (errorCode) {
    case "dataset":
      // A run that has begun must use its original data set.
      return losses.length > 0
        ? ["chooseDataFolder", "showDataFolder"]
        : ["chooseDataFolder", "useSample", "showDataFolder"];
    case "divergence":
      return ["reduceLearningRate", "showLearningRate"];
    default:
      return ["showLog"];
  }
}
