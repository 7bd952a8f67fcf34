/** If the highest loss is above this multiple of the first loss, a linear axis makes all other losses look alike. */
const steepRise = 30;

/**
 * Whether losses, such as those of a run that diverges, are readable only on a logarithmic axis.
 * @param first a loss from before the rise, such as the run's first one above 0; undefined while there is none
 */
export function needsLogScale(first: number | undefined, highest: number): boolean {
  return first !== undefined && highest > steepRise * first;
}
