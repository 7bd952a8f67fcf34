import type { DashboardAction, Surroundings } from "../../src/runs/dashboardProtocol";
import type { RunState } from "../../src/runs/RunState";
import { isAllowed } from "../../src/runs/transitions";

/** What can be done besides beginning and stopping a training. */
export type ControlButton = Extract<DashboardAction["kind"], "pause" | "resume" | "step" | "trainMore">;

/** The buttons that the run on display calls for, in their order; the first stands where a paused one's was. */
export function controlButtons(
  run: Pick<RunState, "status"> | undefined,
  runId: string | undefined,
  { training, trainingRunId }: Surroundings,
): ControlButton[] {
  if (!run) return [];
  const { status } = run;
  if (isAllowed(status, "resumeRun") && !training) return [status === "finished" ? "trainMore" : "resume"];
  if (trainingRunId === undefined || trainingRunId !== runId) return [];
  if (isAllowed(status, "pause")) return ["pause"];
  return isAllowed(status, "resume") ? ["resume", "step"] : [];
}
