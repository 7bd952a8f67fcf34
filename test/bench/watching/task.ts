/** Where the run on display can be seen; `hidden` is an open workbench without a dashboard. */
export const places = ["hidden", "panel", "tab", "both"] as const;
export type Place = (typeof places)[number];
export type VisiblePlace = Exclude<Place, "hidden">;

/** What the program `watching` is to measure. */
export interface WatchingTask {
  /** Of the run that is watched. */
  epochs: number;
  /** Complete epochs before the first measurement. */
  fromEpoch: number;
  /** How often hidden and visible take turns. */
  rounds: number;
  /** Of one measurement. */
  seconds: number;
  /** Presses of Pause and Resume, of each place. */
  presses: number;
  /** Folder with the data set's files; the sample set when left out. */
  data?: string;
}

/** One stretch of a training under one place's eyes. CPU times are shares of a core. */
export interface Stretch {
  place: Place;
  stepsPerSecond: number;
  renderer: number;
  gpu: number;
  extensionHost: number;
  trainer: number;
  /** Milliseconds between two frames of a visible dashboard, of the workbench where none is visible. */
  frames: number[];
  /** Messages to one visible dashboard, per second. */
  messagesPerSecond: number;
}

/** One press of a button of a dashboard. Milliseconds from the moment when the browser took the press. */
export interface Press {
  place: VisiblePlace;
  /** Until the page's own listener was called. */
  handled: number;
  /** Until the button or the status says so. */
  answered: number;
  /** Until the trainer has recorded the control. */
  acted: number;
  /** Until the dashboard was told of the control. */
  told: number;
  /** Until the status of the run on display is another. */
  shown: number;
}

/** What was measured, in its order. */
export interface Watching {
  stretches: Stretch[];
  presses: Press[];
}
