/** The task of the program `dashboard`. */
export interface DashboardTask {
  /** Number of tries of each figure. */
  tries: number;
  /** The Node.js that lists runs in a terminal. */
  node: string;
  /** The built command line. */
  cli: string;
}

/** The figures, with the unit of their measurements. */
export const figureUnits = {
  /** A process that lists 100 runs of 100,000 steps, without and with summaries of before. */
  longFirst: "ms",
  longAgain: "ms",
  /** The same with 2,000 runs of 63 steps. */
  manyFirst: "ms",
  manyAgain: "ms",
  /** A process of the command line that lists nothing. It is part of the four before. */
  processStart: "ms",
  /** What the list adds to the extension host: heap and external memory after a garbage collection. */
  longMemory: "MB",
  manyMemory: "MB",
  /** The same with the curves of all 100 runs drawn. */
  drawnMemory: "MB",
  /** From the command to the painted table, and to 100 painted curves in each chart. */
  openTable: "ms",
  openCurves: "ms",
  /** From the browser's event to the end of painting. */
  hover: "ms",
  /** From the browser's event to 100 painted curves of the other range, or with the other average. */
  zoom: "ms",
  smoothing: "ms",
  /** Shares of a core, with one run that trains and 101 drawn. */
  hostCpu: "%",
  viewCpu: "%",
} as const;

export type Figure = keyof typeof figureUnits;

/** The measurements of each figure. */
export type DashboardTimes = Record<Figure, number[]>;
