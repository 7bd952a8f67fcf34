/** A loss of more than this many times the first one makes all others indistinguishable on a linear axis. */
const steepRise = 30;

/**
 * Whether losses are readable on a logarithmic axis only, such as those of a run that diverges.
 * @param first the first loss above 0; undefined while there is none
 */
export function needsLogScale(first: number | undefined, highest: number): boolean {
  return first !== undefined && highest > steepRise * first;
}
