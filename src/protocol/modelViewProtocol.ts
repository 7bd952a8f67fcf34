/** The messages between the extension's host and the Model view, besides the questions of `modelProtocol.ts`. */
import { NotificationType, RequestType, RequestType0 } from "vscode-jsonrpc";

/** What the view receives of a run before it requests anything. */
export interface ModelRun {
  id: string;
  name: string;
  /** The last epoch with recorded answers; left out where there is none. */
  lastEpoch?: number;
  /** A text that changes with each recorded epoch. */
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
  /**
   * A number that changes with each picture given outside the view; left out once the view has requested the picture.
   */
  newPicture?: number;
}

/** Sent by the view once when it can draw, and again each time it becomes visible. */
export const modelRequest = new RequestType0<ModelSurroundings & { remembered?: unknown }, void>("model");

/** Sent by the host while the view is visible. */
export const modelChanged = new NotificationType<ModelSurroundings>("modelChanged");

/** Asks the user for the folder of the data set. Answered with whether one was chosen. */
export const chooseDataRequest = new RequestType<null, boolean, void>("chooseData");

/** Sent by the host while the view is visible: the part that the user has asked for. */
export const showPart = new NotificationType<"data">("showPart");

/** A picture that the view tries. */
export interface Picture {
  /** The file's name; left out for a drawing. */
  name?: string;
  /** A PNG or a JPEG file. */
  bytes: Uint8Array;
}

/** The picture that the view tries, which the host keeps while the window is open; null for none. */
export const pictureRequest = new RequestType0<Picture | null, void>("picture");

/**
 * Asks the user for a picture's file, or reads the one at an address, such as one that was dropped. Answered with null
 * where none was chosen; rejected with one sentence. The host keeps the picture.
 */
export const openPictureRequest = new RequestType<{ uri?: string }, Picture | null, void>("openPicture");

/** Sent by the view: a picture that was drawn, pasted or dropped, which the host keeps; null for none. */
export const keepPicture = new NotificationType<Picture | null>("keepPicture");
