/** A function that draws numbers: `random(n)` is a whole number from 0 to n − 1. */
export type Random = (below: number) => number;

/** A generator (xorshift): the same seed gives the same draws. */
export function generator(seed: number): Random {
  let state = seed | 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/**
 * The number of random tries: with FITTING_ROOM_WHOLE=1 `whole`, the number from which docs/reliability.md takes its
 * figures, else `enough`.
 */
export function tries({ enough, whole }: { enough: number; whole: number }): number {
  return process.env.FITTING_ROOM_WHOLE === "1" ? whole : enough;
}

/** The seed in `FITTING_ROOM_SEED`, else one made of the time. Prints it, so that a failure can be repeated. */
export function newSeed(what: string): number {
  const seed = Number(process.env.FITTING_ROOM_SEED) || Date.now() % 2 ** 31;
  console.log(`${what}: seed ${seed}`);
  return seed;
}
