import { Generator } from "./Generator";

export { Generator, type GeneratorState } from "./Generator";

/** The generator of every random operation that is not given another one. It starts with seed 42. */
export const defaultGenerator = new Generator(42);

/** Seeds the default generator, as `torch.manual_seed`. Returns the default generator. */
export function manualSeed(seed: number | bigint): Generator {
  return defaultGenerator.manualSeed(seed);
}
