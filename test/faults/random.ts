/** Draws below a bound: `random(n)` is a whole number from 0 to n − 1. */
export type Random = (below: number) => number;

/** Draws of the same seed are the same, by xorshift. */
export function generator(seed: number): Random {
  let state = seed | 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** A new seed each time, told so that a failure can be repeated: `FITTING_ROOM_SEED` then gives it again. */
export function newSeed(what: string): number {
  const seed = Number(process.env.FITTING_ROOM_SEED) || Date.now() % 2 ** 31;
  console.log(`${what}: seed ${seed}`);
  return seed;
}
