export type RunStatus =
  | "preparing"
  | "running"
  | "paused"
  | "finished"
  | "stopped"
  | "failed"
  | "interrupted";

/** How a run can end. */
export type EndStatus = Exclude<RunStatus, "preparing" | "running" | "paused">;

/** Where a run can go from each status; from an ended one only by being resumed. */
const transitions: Readonly<Record<RunStatus, readonly RunStatus[]>> = {
  preparing: ["running", "stopped", "failed", "interrupted"],
  running: ["paused", "finished", "stopped", "failed", "interrupted"],
  paused: ["running", "finished", "stopped", "failed", "interrupted"],
  finished: ["running"],
  stopped: ["running"],
  failed: ["running"],
  interrupted: ["running"],
};

export function canChange(from: RunStatus, to: RunStatus): boolean {
  return transitions[from].includes(to);
}

/** Whether no process works on a run of this status. */
export function isOver(status: RunStatus): status is EndStatus {
  return status === "finished" || status === "stopped" || status === "failed" || status === "interrupted";
}

/** What a user can do to a run. */
export type RunAction = "pause" | "resume" | "step" | "stop" | "learningRate" | "epochs" | "resumeRun";

const actions: Readonly<Record<RunStatus, readonly RunAction[]>> = {
  preparing: ["stop"],
  running: ["pause", "stop", "learningRate", "epochs"],
  paused: ["resume", "step", "stop", "learningRate", "epochs"],
  finished: ["resumeRun"],
  stopped: ["resumeRun"],
  failed: ["resumeRun"],
  interrupted: ["resumeRun"],
};

/** `resume` ends a pause; `resumeRun` goes on with an ended run, of a finished one with more epochs. */
export function isAllowed(status: RunStatus, action: RunAction): boolean {
  return actions[status].includes(action);
}
