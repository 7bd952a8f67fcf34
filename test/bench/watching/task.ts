/** Where a dashboard is visible: nowhere, in the side panel, in an editor tab, or in both. */
export const places = ["hidden", "panel", "tab", "both"] as const;
export type Place = (typeof places)[number];
export type VisiblePlace = Exclude<Place, "hidden">;

/** The task of the program `watching`. */
export interface WatchingTask {
  /** Epochs of the run that is watched. */
  epochs: number;
  /** Number of epochs that are complete before the first measurement. */
  fromEpoch: number;
  /** Number of rounds with hidden and visible dashboards. */
  rounds: number;
  /** Time (s) of one measurement. */
  seconds: number;
  /** Least number of presses of Pause and Resume together, with both dashboards visible. */
  presses: number;
  /** Folder with the data set's files. Default: the sample set. */
  data?: string;
}

/** One measurement of a training, with the dashboards at one place or hidden. CPU times are shares of a core. */
export interface Stretch {
  place: Place;
  stepsPerSecond: number;
  renderer: number;
  gpu: number;
  extensionHost: number;
  trainer: number;
  /** Times (ms) between successive frames of a visible dashboard, or of the workbench if none is visible. */
  frames: number[];
  /** Messages to one visible dashboard, per second. */
  messagesPerSecond: number;
}

/**
 * One press of a button of a dashboard. The times (ms) are measured from the moment when the browser receives the
 * press.
 */
export interface Press {
  place: VisiblePlace;
  /** Until the benchmark's click listener in the dashboard was called. */
  handled: number;
  /** Until the button or the status shows the press. */
  answered: number;
  /** Until the trainer has recorded the button's action in the log. */
  acted: number;
  /** Until the dashboard has received the event of this action. */
  received: number;
  /** Until the status of the run on display has changed. */
  shown: number;
}

/** All measurements, in order. */
export interface Watching {
  stretches: Stretch[];
  presses: Press[];
}
