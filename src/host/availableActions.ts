import { isAllowed, type RunAction, type RunStatus } from "../runs/transitions";

/** What the window's runs allow; the names are those of context keys, after `fittingRoom.can.`. */
export type AvailableActions = Record<RunAction, boolean>;

/**
 * What a user can do now.
 * @param training the status of the training under way; undefined while there is none
 * @param listed the statuses of all runs
 */
export function availableActions(
  training: RunStatus | undefined,
  listed: readonly RunStatus[],
): AvailableActions {
  const canControl = (action: RunAction) => training !== undefined && isAllowed(training, action);
  return {
    pause: canControl("pause"),
    resume: canControl("resume"),
    step: canControl("step"),
    stop: canControl("stop"),
    learningRate: canControl("learningRate"),
    epochs: canControl("epochs"),
    resumeRun: listed.some((status) => isAllowed(status, "resumeRun")),
  };
}
