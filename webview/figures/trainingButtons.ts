import type { RunActionKind, Surroundings } from "../../src/protocol/dashboardProtocol";
import type { RunState } from "../../src/runs/RunState";
import { isAllowed, isOver } from "../../src/runs/transitions";

/** A button of the header. */
export type HeaderButton = "train" | RunActionKind;

/** What the run on display allows, and whether another may begin. */
export interface HeaderButtons {
  /** What is wanted most often. */
  primary?: HeaderButton;
  secondary: HeaderButton[];
  /** What changes how the run is trained. */
  menu: RunActionKind[];
}

type Shown = Pick<RunState, "status" | "errorCode"> & { losses: { length: number } };

/** Decided by the state of the run on display; `train` also by whether a training is under way. */
export function headerButtons(
  run: Shown,
  runId: string,
  { training, trainingRunId, runIsGone }: Pick<Surroundings, "training" | "trainingRunId" | "runIsGone">,
): HeaderButtons {
  const { status } = run;
  if (trainingRunId !== runId || isOver(status))
    return { primary: training ? undefined : "train", secondary: runIsGone ? [] : waysOn(run), menu: [] };
  const menu: RunActionKind[] = isAllowed(status, "learningRate") ? ["changeLearningRate", "trainMore"] : [];
  if (isAllowed(status, "pause")) return { primary: "pause", secondary: ["stop"], menu };
  if (isAllowed(status, "resume")) return { primary: "resume", secondary: ["step", "stop"], menu };
  return { secondary: ["stop"], menu };
}

/** How an ended run can go on; one that diverged would do so again, and one without a step has nothing to go on with. */
function waysOn({ status, errorCode, losses }: Shown): RunActionKind[] {
  if (!isAllowed(status, "resumeRun") || losses.length === 0 || errorCode === "divergence") return [];
  return [status === "finished" ? "trainMore" : "resume"];
}
