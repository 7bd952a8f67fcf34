/** The messages between the extension's host and the Model view, besides the questions of `modelProtocol.ts`. */
import { NotificationType, RequestType, RequestType0 } from "vscode-jsonrpc";

/** A run as the view knows it before any question. */
export interface ModelRun {
  id: string;
  name: string;
  /** The last epoch with recorded answers; left out where there is none. */
  lastEpoch?: number;
  /** Another text after each recorded epoch. */
  revision: string;
  /** Whether this window is connected to the run's trainer. */
  isLive: boolean;
}

export interface ModelSurroundings {
  /** The run that the view shows; undefined before the first. */
  runId?: string;
  /** All runs with recorded answers, and the run that is shown; newest first. */
  runs: ModelRun[];
  /** Whether the runs folder has been read completely. */
  isWhole: boolean;
}

/** Sent by the view once when it can draw, and again each time it becomes visible. */
export const modelRequest = new RequestType0<ModelSurroundings & { remembered?: unknown }, void>("model");

/** Sent by the host while the view is visible. */
export const modelChanged = new NotificationType<ModelSurroundings>("modelChanged");

/** Asks the user for the folder of the data set. Answered with whether one was chosen. */
export const chooseDataRequest = new RequestType<null, boolean, void>("chooseData");
