import type { LineColour } from "./lineColour";
import type { PlotScale } from "./plotScale";

/** What lies around the lines of a chart. Places and values are in the units of the axes. */
export interface Decor {
  /** Places of faint vertical lines, in their order. */
  verticals?: readonly number[];
  /**
   * Labelled lines at the fork and where a user paused, resumed or changed the training or trained a single step, in
   * their order.
   */
  marks?: readonly { x: number; labels: readonly string[] }[];
  /** Signs at the places of diagnoses. The labels are in the readout of the place. */
  warnings?: readonly { x: number; labels: readonly string[] }[];
  /** Circles around points. */
  rings?: readonly { x: number; y: number; colour: LineColour }[];
}

/** Distance (pixels) from a sign within which the pointer counts as being at the sign. */
const reach = 5;

/**
 * The labels of the signs at a place.
 * @param isPointed whether `place` comes from a pointer, so that signs within {@link reach} count as being there
 */
export function warningsAt(
  { warnings = [] }: Decor,
  place: number,
  { at }: PlotScale,
  isPointed: boolean,
): string[] {
  return warnings.flatMap(({ x, labels }) =>
    x === place || (isPointed && Math.abs(at(x) - at(place)) <= reach) ? labels : [],
  );
}
