/** The messages between the extension's host and the dashboard, by vscode-jsonrpc over postMessage. */
import { NotificationType, RequestType, RequestType0 } from "vscode-jsonrpc";
import type { DiagnosisRule } from "../runs/diagnoses/Diagnosis";
import type { RunConfig } from "../runs/RunConfig";
import type { RunEvent } from "../runs/RunEvent";
import type { Stroke } from "../runs/runColours";
import type { StateSnapshot } from "../runs/StateSnapshot";

/** A setting as the dashboard shows it: a chip that opens the Settings editor at `id`. */
export interface SettingChip {
  /** For example `fittingRoom.hyperparameters.learningRate`. */
  id: string;
  label: string;
  /** As shown to a user, for example `0.001` or `512 × 512`. */
  value: string;
  /** Whether the value differs from the setting's default. */
  changed: boolean;
  /** Why no run can start with the value: one sentence. */
  problem?: string;
}

/**
 * Why a window is not connected to a living trainer. `connecting`: no attempt to attach has ended yet. `unreachable`: the
 * last attempt that has ended has failed, for example since the trainer is suspended or on another machine.
 */
export type Contact = "connecting" | "unreachable";

/** What the dashboard shows in addition to the events of the run on display. */
export interface Surroundings {
  /** Whether this window starts a training, or is connected to the trainer of any run or connects to one. */
  training: boolean;
  /**
   * The run under way: the one on display if a living trainer trains it, else the newest one whose trainer this window is
   * connected to, else the newest one with a living trainer. Left out while there is none.
   */
  trainingRunId?: string;
  /** Why this window is not connected to the trainer of {@link trainingRunId}; left out while it is connected. */
  contact?: Contact;
  /** The settings of the next run that the dashboard shows: see `settingChips`. */
  settings: SettingChip[];
  /** The configuration of the next run; left out while a setting is invalid, so that no run can start. */
  nextConfig?: RunConfig;
  /** Why runs cannot be listed or may be missing in the list, in one sentence; left out if there is no such reason. */
  runsFolderProblem?: string;
  /** Whether the workspace's runs are not listed because the workspace is not trusted. */
  areRunsHidden: boolean;
  /** The name of the workspace folder whose runs are listed; left out if there is no other folder to select. */
  workspaceFolder?: string;
  /** Whether the run on display is neither live nor in the runs folder, so that it cannot be resumed or forked. */
  runIsGone?: boolean;
  /** The runs folder that holds the run on display, if it is another one than the present one; else left out. */
  runIsElsewhere?: string;
  /** The colour and dash pattern of the line of the run on display in charts; left out while there is none. */
  runStroke?: Stroke;
  /** Whether another visible dashboard draws the charts. Only one dashboard draws them. */
  chartedElsewhere?: boolean;
}

/** All that the dashboard shows. */
export interface Snapshot extends Surroundings {
  /** The run on display; undefined while there is none. */
  run?: { id: string; name: string; folder: string };
  /** The state that follows from the run's events so far; present when `run` is. */
  state?: StateSnapshot;
}

/** Sent by the dashboard once when it can draw, and again each time it becomes visible. */
export const snapshotRequest = new RequestType0<Snapshot, void>("snapshot");

/**
 * Sent by the host, while the dashboard is visible, when another run is on display, and when something other than new
 * events has changed the run on display, such as a new name.
 */
export const snapshotChanged = new NotificationType<Snapshot>("snapshotChanged");

/** Sent by the host, while the dashboard is visible, when a member of the surroundings may have changed. */
export const surroundingsChanged = new NotificationType<Surroundings>("surroundingsChanged");

/** New events of the run on display, sent only while the dashboard is visible. */
export const eventsAdded = new NotificationType<{ runId: string; events: RunEvent[] }>("eventsAdded");

/** The actions on a run that need no further value. */
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

/** An action that a user requests in the dashboard. `runId` is the id of the run on display at that time. */
export type DashboardAction =
  | { kind: RunActionKind; runId: string }
  | { kind: "followDiagnosis"; runId: string; rule: DiagnosisRule }
  | {
      kind:
        | "train"
        | "trainOnSample"
        | "openSettings"
        | "selectWorkspaceFolder"
        | "showLog"
        | "manageTrust"
        | "showTraining";
    }
  | { kind: "openSetting"; id: string };
export type ActionKind = DashboardAction["kind"];

/**
 * Answered once the action is done, accepted, refused or cancelled. False means that the action was refused or
 * cancelled. For some kinds, such as `train`, the answer is always true.
 */
export const actionRequest = new RequestType<DashboardAction, boolean, void>("action");
