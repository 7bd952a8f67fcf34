/** The task of the program `model`. */
export interface ModelTask {
  /** Number of tries of each figure. */
  tries: number;
  /** The Node.js that trains the run. */
  node: string;
  /** The built command line. */
  cli: string;
  /** Folder with Fashion-MNIST's four files. */
  data: string;
}

/** The figures, with the unit of their measurements. */
export const modelUnits = {
  /** From the command to the painted confusion matrix; first without the process that reads runs. */
  openFirst: "ms",
  openAgain: "ms",
  /** Between two frames while the grid of the test set's images scrolls. */
  scrollFrame: "ms",
  /** From the place of a jump to the images there, all painted. */
  jump: "ms",
  /** From the release of the button to the painted choice among the points of the training set. */
  lasso: "ms",
} as const;

export type ModelFigure = keyof typeof modelUnits;

/** The measurements of each figure. */
export type ModelTimes = Record<ModelFigure, number[]>;
