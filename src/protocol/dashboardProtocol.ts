/** What the extension's host and the dashboard say to each other, over vscode-jsonrpc on postMessage. */
import { NotificationType, RequestType, RequestType0 } from "vscode-jsonrpc";
import type { RunConfig } from "../runs/RunConfig";
import type { RunEvent } from "../runs/RunEvent";
import type { StateSnapshot } from "../runs/StateSnapshot";

/** A setting as the dashboard shows it: a chip that opens the Settings editor at `id`. */
export interface SettingChip {
  /** For example `fittingRoom.hyperparameters.learningRate`. */
  id: string;
  label: string;
  /** As a user reads it, for example `0.001` or `512 × 512`. */
  value: string;
  /** Whether the value differs from the setting's default. */
  changed: boolean;
}

/** What holds whichever run is on display. */
export interface Surroundings {
  /** Whether a training is under way that this window has hold of, be it the run on display or another. */
  training: boolean;
  /** The run under way that this window has hold of: the one on display if that is, else the newest. */
  trainingRunId?: string;
  /** The settings that the next run will use. */
  settings: SettingChip[];
  /** The same settings resolved; left out while one of them is not valid. */
  nextConfig?: RunConfig;
  /** Why runs cannot be listed, in one sentence; left out while they can. */
  runsFolderProblem?: string;
  /** Whether the run on display is no longer in the runs folder, so that nothing can go on with it. */
  runIsGone?: boolean;
  /** Whether another dashboard that is visible draws the charts: one of them is enough. */
  chartedElsewhere?: boolean;
}

/** All that the dashboard needs to draw itself anew. */
export interface Snapshot extends Surroundings {
  /** The run on display; undefined while there is none. */
  run?: { id: string; name: string; folder: string };
  /** What its events so far fold to; there when it is. */
  state?: StateSnapshot;
}

/** The dashboard asks once, when it can draw, and again each time it becomes visible. */
export const snapshotRequest = new RequestType0<Snapshot, void>("snapshot");

/** The host tells that another run is on display. */
export const snapshotChanged = new NotificationType<Snapshot>("snapshotChanged");

/** A setting changed, or a training began or ended; the run's state stays as it is and is not sent again. */
export const surroundingsChanged = new NotificationType<Surroundings>("surroundingsChanged");

/** What has been added to the run on display, only while the dashboard is visible. */
export const eventsAdded = new NotificationType<{ runId: string; events: RunEvent[] }>("eventsAdded");

/** What can be done to a run. */
export const runActionKinds = [
  "stop",
  "pause",
  "resume",
  "step",
  "changeLearningRate",
  "trainMore",
  "reduceLearningRate",
  "chooseDataFolder",
] as const;
export type RunActionKind = (typeof runActionKinds)[number];

/** What a user can ask for from the dashboard; of a run, the one on display when it was asked for. */
export type DashboardAction =
  | { kind: RunActionKind; runId: string }
  | { kind: "train" | "trainOnSample" | "openSettings" | "showLog" }
  | { kind: "openSetting"; id: string };
export type ActionKind = DashboardAction["kind"];

/** Answered when the action is done or accepted: with false when it was refused or given up. */
export const actionRequest = new RequestType<DashboardAction, boolean, void>("action");
