import { isAllowed, type RunAction, type RunStatus } from "../runs/transitions";

/** For each action, whether a run in the window allows it. The keys are context keys without `fittingRoom.can.`. */
export type AvailableActions = Record<RunAction, boolean>;

/**
 * The actions that are possible now.
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
