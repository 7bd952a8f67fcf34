import { isAllowed, type RunAction, type RunStatus } from "../runs/transitions";

/** For each action, whether it is possible. The keys are context keys without `fittingRoom.can.`. */
export type AvailableActions = Record<RunAction, boolean>;

/**
 * The actions that are possible: `resumeRun` if a listed run allows it, any other action if the live run allows it.
 * @param training the status of the live run that menus apply to; undefined while there is none
 * @param listed the statuses of all listed runs
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
