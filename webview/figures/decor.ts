import type { LineColour } from "./lineColour";

/** What lies around the lines of a chart. Places and values are those of the axes. */
export interface Decor {
  /** Places of faint vertical lines, in their order. */
  verticals?: readonly number[];
  /** Labelled lines at the fork, and where a user paused, resumed or changed the training, in their order. */
  marks?: readonly { x: number; labels: readonly string[] }[];
  /** Circles around points. */
  rings?: readonly { x: number; y: number; colour: LineColour }[];
}
