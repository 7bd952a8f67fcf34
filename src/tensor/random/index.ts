import { Generator } from "./Generator";

export { Generator, type GeneratorState } from "./Generator";

/** What every random operation draws from unless it is given another generator. */
export const defaultGenerator = new Generator(42);

/** Seeds the default generator, as `torch.manual_seed`. Returns it. */
export function manualSeed(seed: number | bigint): Generator {
  return defaultGenerator.manualSeed(seed);
}
