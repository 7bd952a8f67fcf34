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

/**
 * How often something at random is tried: enough for each kind of it, and with FITTING_ROOM_WHOLE=1 as often as
 * docs/reliability.md says.
 */
export function tries({ enough, whole }: { enough: number; whole: number }): number {
  return process.env.FITTING_ROOM_WHOLE === "1" ? whole : enough;
}

/** A new seed each time, told so that a failure can be repeated: `FITTING_ROOM_SEED` then gives it again. */
export function newSeed(what: string): number {
  const seed = Number(process.env.FITTING_ROOM_SEED) || Date.now() % 2 ** 31;
  console.log(`${what}: seed ${seed}`);
  return seed;
}
