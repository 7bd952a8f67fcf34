/** The messages between the extension's host and the Model view, besides the questions of `modelProtocol.ts`. */
import { NotificationType, NotificationType0, RequestType, RequestType0 } from "vscode-jsonrpc";

/** A run in the view's list. */
export interface ModelRun {
  id: string;
  name: string;
  /** The last epoch with recorded answers; left out where there is none. */
  lastEpoch?: number;
  /** A text that changes when an epoch is complete, and when the answers of an epoch are recorded. */
  revision: string;
  /** Whether the run has not ended and this window is connected to its trainer. */
  isLive: boolean;
}

export interface ModelSurroundings {
  /**
   * The run that the view shows: the one that it showed last in this workspace, else the run on display; undefined
   * where there is neither.
   */
  runId?: string;
  /** All runs with recorded answers, and the run that is shown; newest first. */
  runs: ModelRun[];
  /** Whether the runs folder has been read completely. */
  isWhole: boolean;
  /**
   * A number that changes each time a user opens a picture or several files outside the view, such as by a command;
   * left out once the view has requested them.
   */
  newPicture?: number;
  /**
   * The latest training that was begun without marked images; left out before the first such training, and once the
   * user has dismissed it.
   */
  trainedWithout?: TrainedWithout;
}

/** A training with the configuration of a run, without some images of the training set. */
export interface TrainedWithout {
  /** The id of the run whose configuration is used. */
  of: string;
  /** The id of the new run. */
  id: string;
  name: string;
  /** Number of images that are left out. */
  images: number;
  status: "training" | "finished" | "endedEarly";
}

/**
 * Sent by the view once when it can draw, and again each time it becomes visible. `remembered`: the view's own state,
 * as in the Experiments view.
 */
export const modelRequest = new RequestType0<ModelSurroundings & { remembered?: unknown }, void>("model");

/** Sent by the host when the surroundings have changed, while the view is visible. */
export const modelChanged = new NotificationType<ModelSurroundings>("modelChanged");

/** Sent by the view: shows a run in Live. */
export const showInLive = new NotificationType<{ runId: string }>("showInLive");

/** Sent by the view: the user has dismissed {@link ModelSurroundings.trainedWithout}. */
export const dismissTrainedWithout = new NotificationType0("dismissTrainedWithout");

/** Asks the user for the folder of the data set. Answered with whether a folder was chosen. */
export const chooseDataRequest = new RequestType<null, boolean, void>("chooseData");

/** Sent by the host while the view is visible: the part of the view that a command opens. */
export const showPart = new NotificationType<"data">("showPart");

/** A picture that the network of the view's run classifies. */
export interface Picture {
  /** The file's name; left out for a drawing. */
  name?: string;
  /** A PNG or a JPEG file. */
  bytes: Uint8Array;
}

/** Largest number of pictures that are classified together. */
export const mostPictures = 100;

/** What the host keeps of the pictures while the window is open. */
export interface KeptPictures {
  /** The picture that was given last; null for none, and for files that were given together. */
  picture: Picture | null;
  /** Addresses of files that were given together, at most {@link mostPictures}; else empty. */
  addresses: string[];
  /** Number of files that were given together; may be larger than the number of addresses. */
  given: number;
  /** The index in `addresses` of the file that was shown last; 0 without such a file. */
  place: number;
}

/** Answered with the pictures that the host keeps. */
export const pictureRequest = new RequestType0<KeptPictures, void>("picture");

/** Reads the picture's file at `uri`. Rejected with one sentence where the file cannot be used. */
export const readPictureRequest = new RequestType<{ uri: string }, Picture, void>("readPicture");

/**
 * Reads the picture's file at `uri`, such as one that was dropped; without `uri`, a file that the user chooses.
 * Answered with null where the user chose none. Rejected with one sentence where the file cannot be used. The host
 * keeps the picture; for one of {@link KeptPictures.addresses}, it keeps only the place.
 */
export const openPictureRequest = new RequestType<{ uri?: string }, Picture | null, void>("openPicture");

/**
 * Sent by the view: a picture that was drawn, pasted or dropped, which the host keeps. The host keeps none for null,
 * and for a picture that is longer than `longestPicture`.
 */
export const keepPicture = new NotificationType<Picture | null>("keepPicture");
