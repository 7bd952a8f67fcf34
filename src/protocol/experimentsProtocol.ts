/** The messages between the extension's host and the Experiments view, by vscode-jsonrpc over postMessage. */
import { NotificationType, RequestType, RequestType0 } from "vscode-jsonrpc";
import type { Row } from "../runs/columns";

/** A run as a row of the view. */
export interface ExperimentRow extends Row {
  /** Whether this window is connected to the run's trainer. */
  isLive: boolean;
  /** One sentence for each part of the run's files that could not be read. */
  problems: readonly string[];
}

/** A folder that is listed and not opened as a run. */
export interface RefusedRow {
  id: string;
  refusal: string;
}

/** What the view shows beside the rows. */
export interface ExperimentsSurroundings {
  refused: readonly RefusedRow[];
  /** Why runs cannot be listed, in one sentence; left out while they can be. */
  problem?: string;
  /** Whether the runs folder has been read completely. */
  isWhole: boolean;
}

/** All that the view needs to draw from scratch. */
export interface Experiments extends ExperimentsSurroundings {
  /** Newest first. */
  rows: ExperimentRow[];
  /** The view's own state, as it was when the view last sent it; undefined for the first time in a workspace. */
  remembered?: unknown;
}

/** Sent by the view once when it can draw, and again each time it becomes visible. */
export const experimentsRequest = new RequestType0<Experiments, void>("experiments");

/** Sent by the host while the view is visible: rows that are new or different, and ids of runs that are gone. */
export const rowsChanged = new NotificationType<
  ExperimentsSurroundings & { changed: ExperimentRow[]; gone: string[] }
>("rowsChanged");

/** Sent by the view: its own state, which the host keeps for the workspace. */
export const rememberNotification = new NotificationType<unknown>("remember");

/** The actions for one run. */
export const oneRunKinds = [
  "show",
  "openModel",
  "askName",
  "editNote",
  "useSettings",
  "copyCommand",
  "trainAgain",
  "fork",
] as const;

/** An action that a user requests in the view. */
export type ExperimentsAction =
  | { kind: (typeof oneRunKinds)[number]; runId: string }
  /** An empty name stands for none, so that the run is shown by its time. */
  | { kind: "rename"; runId: string; name: string }
  | { kind: "note"; runId: string; note: string }
  | { kind: "tag"; runIds: string[]; added: string[]; removed: string[] }
  | { kind: "star" | "archive"; runIds: string[]; on: boolean }
  | { kind: "color"; runId: string; color: number }
  | { kind: "delete"; runIds: string[] }
  | { kind: "export"; runIds: string[]; format: "csv" | "json"; content: "table" | "series" }
  | { kind: "copyText"; text: string }
  | { kind: "train" }
  /** Undoes the latest change of runs: of their labels, or that they were deleted. */
  | { kind: "undo" };

/** Answered once the action is done, refused or cancelled. The host tells the user about a refusal. */
export const experimentsActionRequest = new RequestType<ExperimentsAction, null, void>("experimentsAction");
