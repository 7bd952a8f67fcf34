import type { RunState } from "../../src/runs/RunState";

/** What the card about a failure offers. */
export type FailureButton =
  | "reduceLearningRate"
  | "chooseDataFolder"
  | "useSample"
  | "showLearningRate"
  | "showDataFolder"
  | "showLog";

/** What helps against the failure of a run, by its code. */
export function failureButtons({
  errorCode,
  checkpoints,
  losses,
}: Pick<RunState, "errorCode" | "checkpoints"> & { losses: { length: number } }): FailureButton[] {
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
