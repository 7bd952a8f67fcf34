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
  /** Actions in the menu behind the buttons. */
  menu: RunActionKind[];
}

type Shown = Pick<RunState, "status" | "errorCode"> & { losses: { length: number } };

/**
 * The buttons for the state of the run on display. The button `train` depends on whether a training is under way, too.
 */
export function headerButtons(
  run: Shown,
  runId: string,
  { training, trainingRunId, runIsGone }: Pick<Surroundings, "training" | "trainingRunId" | "runIsGone">,
): HeaderButtons {
  const { status } = run;
  if (trainingRunId !== runId || isOver(status))
    return {
      primary: training ? undefined : "train",
      secondary: runIsGone ? [] : endedRunActions(run),
      menu: [],
    };
  const menu: RunActionKind[] = isAllowed(status, "learningRate") ? ["changeLearningRate", "trainMore"] : [];
  if (isAllowed(status, "pause")) return { primary: "pause", secondary: ["stop"], menu };
  if (isAllowed(status, "resume")) return { primary: "resume", secondary: ["step", "stop"], menu };
  return { secondary: ["stop"], menu };
}

/**
 * The actions for an ended run. Resuming a run that diverged would diverge again. A run without a step has nothing that
 * can be continued.
 */
function endedRunActions({ status, errorCode, losses }: Shown): RunActionKind[] {
  if (!isAllowed(status, "resumeRun") || losses.length === 0 || errorCode === "divergence") return [];
  return [status === "finished" ? "trainMore" : "resume"];
}
