import type { RunActionKind, Surroundings } from "../../src/runs/dashboardProtocol";
import type { RunState } from "../../src/runs/RunState";
import { isAllowed } from "../../src/runs/transitions";

/** What can be done to the run on display besides stopping it. */
export type RunButton = Exclude<RunActionKind, "stop">;

/** What the run on display allows. */
export interface RunButtons {
  /** In their order; the first stands where a paused one's was. */
  controls: RunButton[];
  canStop: boolean;
  /** What changes how it is trained. */
  changes: RunButton[];
}

/** Decided by the state of the run on display alone, whatever else is trained. */
export function runButtons(
  { status, errorCode }: Pick<RunState, "status" | "errorCode">,
  runId: string,
  { trainingRunId }: Surroundings,
): RunButtons {
  if (isAllowed(status, "resumeRun"))
    return { controls: [wayOn(status, errorCode)], canStop: false, changes: [] };
  if (trainingRunId !== runId) return { controls: [], canStop: false, changes: [] };
  return {
    controls: isAllowed(status, "pause") ? ["pause"] : isAllowed(status, "resume") ? ["resume", "step"] : [],
    canStop: isAllowed(status, "stop"),
    changes: isAllowed(status, "learningRate") ? ["changeLearningRate", "trainMore"] : [],
  };
}

/** What diverged would do so again from its checkpoint. */
function wayOn(status: RunState["status"], errorCode: RunState["errorCode"]): RunButton {
  if (errorCode === "divergence") return "reduceLearningRate";
  return status === "finished" ? "trainMore" : "resume";
}
