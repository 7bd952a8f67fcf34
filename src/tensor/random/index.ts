import { Generator } from "./Generator";

export { Generator, type GeneratorState } from "./Generator";

/** The generator that a random operation uses unless another one is given. Its first seed is 42. */
export const defaultGenerator = new Generator(42);

/** Seeds the default generator, like `torch.manual_seed`. @returns the default generator */
export function manualSeed(seed: number | bigint): Generator {
  return defaultGenerator.manualSeed(seed);
}
