/** The messages between the extension's host and the Model view, besides the questions of `modelProtocol.ts`. */
import { NotificationType, NotificationType0, RequestType, RequestType0 } from "vscode-jsonrpc";

/** A run in the view's list. */
export interface ModelRun {
  id: string;
  name: string;
  /** The last epoch for which the run has recorded the network's answers; left out if there is none. */
  lastEpoch?: number;
  /** A text that changes when an epoch is complete, and when the answers of an epoch are recorded. */
  revision: string;
  /** Whether the run has not ended and this window is connected to its trainer. */
  isLive: boolean;
}

export interface ModelSurroundings {
  /**
   * The run that the view shows: the run for which a user last opened the view in this workspace, else the run that the
   * dashboard displays; undefined if there is neither.
   */
  runId?: string;
  /** All runs with recorded answers, and the run that the view shows; newest first. */
  runs: ModelRun[];
  /** Whether the runs folder has been read completely. */
  isWhole: boolean;
  /**
   * A number that changes each time the user opens one or several pictures outside the view, such as by a command; left
   * out once the view has requested the pictures.
   */
  newPicture?: number;
  /**
   * The latest training that was begun without marked images; left out before the first such training, and once the
   * user has dismissed the message about the training.
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
 * Sent by the view once when it can draw, and again each time it becomes visible. `remembered`: the view's own state
 * that the host keeps (see `rememberNotification`); undefined if there is none.
 */
export const modelRequest = new RequestType0<ModelSurroundings & { remembered?: unknown }, void>("model");

/** Sent by the host when the surroundings have changed, while the view is visible. */
export const modelChanged = new NotificationType<ModelSurroundings>("modelChanged");

/** Sent by the view: shows a run in the dashboard (Live). */
export const showInLive = new NotificationType<{ runId: string }>("showInLive");

/** Sent by the view: the user has dismissed {@link ModelSurroundings.trainedWithout}. */
export const dismissTrainedWithout = new NotificationType0("dismissTrainedWithout");

/** Asks the user for the folder of the data set. Answered with true if the user chose a folder, else false. */
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

/** The pictures that the user gave last. The host keeps them while the window is open. */
export interface KeptPictures {
  /** The picture that was given last; null if there is none, or if several files were given together. */
  picture: Picture | null;
  /** URIs of files that were given together, at most {@link mostPictures}; else empty. */
  addresses: string[];
  /** Number of files that were given together; may be larger than the number of addresses. */
  given: number;
  /** The index in {@link addresses} of the file that was shown last; 0 if none was shown. */
  place: number;
}

/** Answered with the pictures that the host keeps. */
export const pictureRequest = new RequestType0<KeptPictures, void>("picture");

/** Reads the picture file at `uri`. Rejected with one sentence if the file cannot be used. */
export const readPictureRequest = new RequestType<{ uri: string }, Picture, void>("readPicture");

/**
 * Reads the picture file at `uri`, such as a dropped file; without `uri`, a file that the user chooses. Answered with
 * null if the user chose none. Rejected with one sentence if the file cannot be used. The host keeps the picture. If
 * the file is one of {@link KeptPictures.addresses}, the host sets {@link KeptPictures.place} instead.
 */
export const openPictureRequest = new RequestType<{ uri?: string }, Picture | null, void>("openPicture");

/**
 * Sent by the view: a picture that was drawn, pasted or dropped, which the host keeps in place of earlier pictures. For
 * null, and for a picture of more than `longestPicture` bytes, the host keeps no picture.
 */
export const keepPicture = new NotificationType<Picture | null>("keepPicture");
