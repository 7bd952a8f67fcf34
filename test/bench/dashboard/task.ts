/** The task of the program `dashboard`. */
export interface DashboardTask {
  /** Number of tries of each figure; a seventh of it for memory. */
  tries: number;
  /** The Node.js that lists runs in a terminal. */
  node: string;
  /** The built command line. */
  cli: string;
}

/** The figures, with the unit of their measurements. */
export const figureUnits = {
  /** A process that lists 100 runs of 100,000 steps, without and with stored summaries. */
  longFirst: "ms",
  longAgain: "ms",
  /** A process that lists 2,000 runs of 63 steps, without and with stored summaries. */
  manyFirst: "ms",
  manyAgain: "ms",
  /** A process of the command line that lists nothing. The four figures above include its time. */
  processStart: "ms",
  /** What listing 100 long runs, or 2,000 runs, adds to the heap and external memory of the extension host. */
  longMemory: "MB",
  manyMemory: "MB",
  /** What drawing the curves of all 100 long runs adds to the memory of the extension host. */
  drawnMemory: "MB",
  /** From the command to the painted table, and to 100 painted curves in each chart. */
  openTable: "ms",
  openCurves: "ms",
  /** From the browser's event to the end of painting. */
  hover: "ms",
  /** From the browser's event to 100 painted curves of the other range, or with another smoothing. */
  zoom: "ms",
  smoothing: "ms",
  /** Shares of a core, with one run that trains and 101 drawn. */
  hostCpu: "%",
  viewCpu: "%",
} as const;

export type Figure = keyof typeof figureUnits;

/** The measurements of each figure. */
export type DashboardTimes = Record<Figure, number[]>;
