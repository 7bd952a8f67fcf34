import type { RunStatus } from "./transitions";

/** A picture in a square of 16 × 16 units, as the path data of SVG. */
export interface Shape {
  /** A path that is drawn as a line. */
  outline: string;
  /** Lengths of the strokes and spaces of `outline`, in units of the 16 × 16 square. Default: a solid line. */
  dash?: string;
  /** A further path that is drawn as a solid line. */
  detail?: string;
  /** A path that is filled. */
  area?: string;
}

const circle = "M8 1.75a6.25 6.25 0 1 1 0 12.5a6.25 6.25 0 1 1 0-12.5";

/**
 * The signs of a run's status, the same in the tree and in the webviews. `guessing` is the sign of a finished run whose
 * accuracy is that of guessing.
 */
export const statusShapes: Record<RunStatus | "guessing", Shape> = {
  preparing: { outline: "M8 1.75a6.25 6.25 0 1 0 6.25 6.25" },
  running: { outline: circle, area: "M6.6 5.4v5.2L11 8Z" },
  paused: { outline: circle, detail: "M6.4 5.6v4.8m3.2-4.8v4.8" },
  finished: { outline: circle, detail: "m5 8.2 2.1 2.1L11 6.2" },
  stopped: { outline: circle, area: "M5.75 5.75h4.5v4.5h-4.5Z" },
  failed: { outline: circle, detail: "m5.8 5.8 4.4 4.4m0-4.4-4.4 4.4" },
  interrupted: { outline: circle, dash: "3.4 3.15", detail: "M8 4.9v3.7m0 2.3v.2" },
  guessing: { outline: circle, detail: "M6.1 6.4a1.9 1.9 0 1 1 2.9 1.6q-1 .6-1 1.2m0 2v.2" },
};
