/** The task of the program `model`. */
export interface ModelTask {
  /** Number of tries of each figure. */
  tries: number;
  /** Path of the Node.js that trains the run. */
  node: string;
  /** Path of the built command line. */
  cli: string;
  /** Folder with Fashion-MNIST's four files. */
  data: string;
}

/** The figures, with the unit of their measurements. */
export const modelUnits = {
  /** Time from the command to the painted confusion matrix: with a new inspector, then with one that runs already. */
  openFirst: "ms",
  openAgain: "ms",
  /** Time between successive frames while the grid of the test set's images scrolls. */
  scrollFrame: "ms",
  /** Time from a jump in this grid until all images at the new place are painted. */
  jump: "ms",
  /** Time from the end of a line around points of the data map until the images of these points are painted. */
  lasso: "ms",
} as const;

export type ModelFigure = keyof typeof modelUnits;

/** The measurements of each figure. */
export type ModelTimes = Record<ModelFigure, number[]>;
