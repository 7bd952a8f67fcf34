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
 * The buttons for the run on display. While this window trains the run and the run is not over: pause or resume, step,
 * stop, as the status allows. Otherwise: the action of {@link endedRunActions}, unless the run is no longer in the runs
 * folder; and `train`, unless this window starts or trains any run. `train` is primary, except beside `resume` for a
 * run that ended although no user stopped it.
 */
export function headerButtons(
  run: Shown,
  runId: string,
  { training, trainingRunId, runIsGone }: Pick<Surroundings, "training" | "trainingRunId" | "runIsGone">,
): HeaderButtons {
  const { status } = run;
  if (trainingRunId !== runId || isOver(status)) {
    const further = runIsGone ? [] : endedRunActions(run);
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

/**
 * The action that continues an ended run: `trainMore` for a finished run, else `resume`. Empty where the status does
 * not allow it, for a run that diverged, since it would diverge again, and for a run that has trained no step.
 */
function endedRunActions({ status, errorCode, losses }: Shown): RunActionKind[] {
  if (!isAllowed(status, "resumeRun") || losses.length === 0 || errorCode === "divergence") return [];
  return [status === "finished" ? "trainMore" : "resume"];
}
