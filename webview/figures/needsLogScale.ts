/** A highest loss of more than this many times the first one makes the others indistinguishable on a linear axis. */
const steepRise = 30;

/**
 * Whether losses, such as those of a run that diverges, are readable only on a logarithmic axis.
 * @param first a loss from before the rise, such as the run's first one above 0; undefined while there is none
 */
export function needsLogScale(first: number | undefined, highest: number): boolean {
  return first !== undefined && highest > steepRise * first;
}
