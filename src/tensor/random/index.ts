import { Generator } from "./Generator";

export { Generator, type GeneratorState } from "./Generator";

/** The generator of every random operation without a generator of its own. It starts with seed 42. */
export const defaultGenerator = new Generator(42);

/** Seeds the default generator, as `torch.manual_seed`. Returns it. */
export function manualSeed(seed: number | bigint): Generator {
  return defaultGenerator.manualSeed(seed);
}
