import type { RunState } from "../../src/runs/RunState";

/** What the card about a failure offers. */
export type FailureButton =
  | "reduceLearningRate"
  | "chooseDataFolder"
  | "useSample"
  | "showLearningRate"
  | "showDataFolder"
  | "showLog";

type Failed = Pick<RunState, "errorCode" | "checkpoints"> & { losses: { length: number } };

/** What helps against the failure of a run, by its code; of one that is gone, only what does not go on with it. */
export function failureButtons(run: Failed, isGone = false): FailureButton[] {
  const buttons = waysOut(run);
  return isGone && run.losses.length > 0 ? buttons.filter((button) => !waysOn.includes(button)) : buttons;
}

/** Those that go on with the run, or with a fork of it. */
const waysOn: readonly FailureButton[] = ["reduceLearningRate", "chooseDataFolder"];

function waysOut({ errorCode, checkpoints, losses }: Failed): FailureButton[] {
  switch (errorCode) {
    case "dataset":
      // A run that has been trained goes on with the data that it was trained on.
      return losses.length > 0
        ? ["chooseDataFolder", "showDataFolder"]
        : ["chooseDataFolder", "useSample", "showDataFolder"];
    case "divergence":
      return checkpoints.length > 0 ? ["reduceLearningRate", "showLearningRate"] : ["showLearningRate"];
    default:
      return ["showLog"];
  }
}
