/** The statuses of a run. The last four are those of an ended run. */
export const runStatuses = [
  "preparing",
  "running",
  "paused",
  "finished",
  "stopped",
  "failed",
  "interrupted",
] as const;

export type RunStatus = (typeof runStatuses)[number];

export type EndStatus = Exclude<RunStatus, "preparing" | "running" | "paused">;

/** The statuses that may follow each status. An ended run continues only when it is resumed. */
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

/** Whether a status is that of an ended run. */
export function isOver(status: RunStatus): status is EndStatus {
  return status === "finished" || status === "stopped" || status === "failed" || status === "interrupted";
}

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

/**
 * Whether a status allows an action. `resume` ends a pause. `resumeRun` continues an ended run. A run with the status
 * `finished` can be continued only with more epochs.
 */
export function isAllowed(status: RunStatus, action: RunAction): boolean {
  return actions[status].includes(action);
}
