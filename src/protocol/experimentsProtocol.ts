/** The messages between the extension's host and the Experiments view, by vscode-jsonrpc over postMessage. */
import { NotificationType, RequestType, RequestType0 } from "vscode-jsonrpc";
import type { Row } from "../runs/columns";

/** A run as a row of the view. */
export interface ExperimentRow extends Row {
  /** Whether the run has not ended and this window is connected to its trainer. */
  isLive: boolean;
  /** One sentence for each part of the run's files that could not be read. */
  problems: readonly string[];
}

/** A folder that is listed and not opened as a run. `refusal`: one sentence that states why. */
export interface RefusedRow {
  id: string;
  refusal: string;
}

/** What the view shows in addition to the rows. */
export interface ExperimentsSurroundings {
  refused: readonly RefusedRow[];
  /** Why runs cannot be listed or may be missing in the list, in one sentence; left out if there is no such reason. */
  problem?: string;
  /** Whether the workspace's runs are not listed because the workspace is not trusted. */
  areRunsHidden: boolean;
  /** Whether the runs folder has been read completely. */
  isWhole: boolean;
  /**
   * Ids of the runs that this window has moved into the trash and not brought back. The view does not report that these
   * runs are gone, since the window's notification does.
   */
  trashed: readonly string[];
}

/** All that the view shows. */
export interface Experiments extends ExperimentsSurroundings {
  /** Newest first. */
  rows: ExperimentRow[];
  /** The view's own state that the host keeps (see {@link rememberNotification}); undefined if there is none. */
  remembered?: unknown;
}

/** Sent by the view once when it can draw, and again each time it becomes visible. */
export const experimentsRequest = new RequestType0<Experiments, void>("experiments");

/**
 * Sent by the host while the view is visible, when rows or surroundings have changed. `changed`: the rows that are new
 * or different. `gone`: ids of runs that were listed and are not listed any more.
 */
export const rowsChanged = new NotificationType<
  ExperimentsSurroundings & { changed: ExperimentRow[]; gone: string[] }
>("rowsChanged");

/** Sent by a view: the view's own state, such as its columns. The host keeps a state that is not too long. */
export const rememberNotification = new NotificationType<unknown>("remember");

/** The actions on one run that need no further value. */
export const oneRunKinds = [
  "show",
  "openModel",
  "askName",
  "editNote",
  "useSettings",
  "copyCommand",
  "fork",
] as const;

/** An action that a user requests in the view. */
export type ExperimentsAction =
  | { kind: (typeof oneRunKinds)[number]; runId: string }
  /** An empty name removes the run's name. The run is then shown by the time at which it was made. */
  | { kind: "rename"; runId: string; name: string }
  | { kind: "note"; runId: string; note: string }
  | { kind: "tag"; runIds: string[]; added: string[]; removed: string[] }
  | { kind: "star" | "archive"; runIds: string[]; on: boolean }
  /** The runs are trained in this order. */
  | { kind: "trainAgain"; runIds: string[] }
  | { kind: "color"; runId: string; color: number }
  | { kind: "delete"; runIds: string[] }
  | { kind: "export"; runIds: string[]; format: "csv" | "json"; content: "table" | "series" }
  | { kind: "copyText"; text: string }
  | { kind: "train" }
  | { kind: "manageTrust" }
  | { kind: "openSetting"; id: string }
  /** Undoes the latest change of labels or deletion of runs that this window made and has not undone. */
  | { kind: "undo" };

/** Answered once the action is done, refused or cancelled. The host shows the user why an action was refused. */
export const experimentsActionRequest = new RequestType<ExperimentsAction, null, void>("experimentsAction");
