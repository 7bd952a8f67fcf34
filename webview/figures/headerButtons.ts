import type { RunActionKind, Surroundings } from "../../src/protocol/dashboardProtocol";
import type { RunState } from "../../src/runs/RunState";
import { isAllowed, isOver } from "../../src/runs/transitions";

/** A button of the header. */
export type HeaderButton = "train" | RunActionKind;

/** The buttons of the header: actions that the run on display allows, and the start of another run. */
export interface HeaderButtons {
  /** The button that is drawn as primary. */
  primary?: HeaderButton;
  secondary: HeaderButton[];
  /** Actions in the menu that follows the buttons. */
  menu: RunActionKind[];
}

type Shown = Pick<RunState, "status" | "errorCode"> & { losses: { length: number } };

/**
 * The buttons for the run on display. While this window is connected to the run's trainer and the run is not over: pause
 * or resume, step, stop, as the status allows. Otherwise: the action of {@link endedRunActions}, unless the run is no longer in the runs
 * folder; and `train`, unless this window starts a training, or is connected or
 * connects to the trainer of any run. `train` is primary, except beside `resume` for a
 * run that ended although no user stopped it.
 */
export function headerButtons(
  run: Shown,
  runId: string,
  surroundings: Pick<Surroundings, "training" | "trainingRunId" | "contact" | "runIsGone">,
): HeaderButtons {
  const { status } = run;
  const { training, trainingRunId, contact, runIsGone } = surroundings;
  if (!isConnectedTo(runId, surroundings) || isOver(status)) {
    // A trainer that resumes a run logs nothing before its first step, so that the log still holds the former end.
    const isDetached = trainingRunId === runId && contact !== undefined;
    const further = runIsGone || isDetached ? [] : endedRunActions(run);
    if (training) return { secondary: further, menu: [] };
    const isCutOff = further.includes("resume") && status !== "stopped";
    return isCutOff
      ? { primary: "resume", secondary: ["train"], menu: [] }
      : { primary: "train", secondary: further, menu: [] };
  }
  const menu: RunActionKind[] = isAllowed(status, "learningRate") ? ["changeLearningRate", "trainMore"] : [];
  if (isAllowed(status, "pause")) return { primary: "pause", secondary: ["stop"], menu };
  if (isAllowed(status, "resume")) return { primary: "resume", secondary: ["step", "stop"], menu };
  return { secondary: ["stop"], menu };
}

/** Whether this window is connected to the trainer of a run. */
export function isConnectedTo(
  runId: string,
  { trainingRunId, contact }: Pick<Surroundings, "trainingRunId" | "contact">,
): boolean {
  return trainingRunId === runId && contact === undefined;
}

/**
 * The action that continues an ended run: `trainMore` for a finished run, else `resume`. Empty where the status does
 * not allow it, for a run that diverged, since it would diverge again, and for a run that has trained no step.
 */
function endedRunActions({ status, errorCode, losses }: Shown): RunActionKind[] {
  if (!isAllowed(status, "resumeRun") || losses.length === 0 || errorCode === "divergence") return [];
  return [status === "finished" ? "trainMore" : "resume"];
}
