/** Largest number of powers of ten that have a tick each. */
const mostPowers = 6;

/**
 * Ticks of a logarithmic axis over more than {@link mostPowers} powers of ten, at powers of ten that are equally far
 * apart.
 * @returns undefined for an axis over at most that many powers, all of which can have a tick
 */
export function sparsePowers(min: number, max: number): number[] | undefined {
  const first = Math.ceil(Math.log10(min));
  const last = Math.floor(Math.log10(max));
  if (last - first < mostPowers) return undefined;
  const apart = Math.ceil((last - first) / (mostPowers - 1));
  const count = Math.floor((last - first) / apart) + 1;
  return Array.from({ length: count }, (_, index) => Number(`1e${first + index * apart}`));
}
