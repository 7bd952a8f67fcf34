/** The task of the program `dashboard`. */
export interface DashboardTask {
  /**
   * Number of tries of each figure. `longMemory` and `manyMemory` have a seventh of this number, but at least one try.
   * `drawnMemory` has one try.
   */
  tries: number;
  /** Path of the Node.js that lists and trains runs through the command line. */
  node: string;
  /** Path of the built command line. */
  cli: string;
}

/** The figures, with the unit of their measurements. */
export const figureUnits = {
  /** Time of a process that lists 100 runs of 100,000 steps: without stored summaries, then with them. */
  longFirst: "ms",
  longAgain: "ms",
  /** Time of a process that lists 2,000 runs of 63 steps: without stored summaries, then with them. */
  manyFirst: "ms",
  manyAgain: "ms",
  /** Time of a process of the command line that lists nothing. The four figures above include this time. */
  processStart: "ms",
  /** What listing the 100 long runs, then the 2,000 runs, adds to the extension host's heap and external memory. */
  longMemory: "MB",
  manyMemory: "MB",
  /** What drawing the curves of all 100 long runs adds to the memory of the extension host. */
  drawnMemory: "MB",
  /** Time from the command to the painted table, then from the command to 100 painted curves in each chart. */
  openTable: "ms",
  openCurves: "ms",
  /** Time from the browser's event to the end of painting. */
  hover: "ms",
  /** Time from the browser's event to 100 painted curves: in the new range (`zoom`), or with the new smoothing. */
  zoom: "ms",
  smoothing: "ms",
  /** Shares of a core that the extension host, then all pages, take while a run trains and 101 runs are drawn. */
  hostCpu: "%",
  viewCpu: "%",
} as const;

export type Figure = keyof typeof figureUnits;

/** The measurements of each figure. */
export type DashboardTimes = Record<Figure, number[]>;
