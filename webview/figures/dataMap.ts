import type { Histories } from "../../src/protocol/modelProtocol";

/**
 * The regions of a data map (Swayamdipta et al., 2020). Each region has a third of the images that were seen;
 * `ambiguous` overlaps the two others.
 */
export const mapRegions = ["hard", "ambiguous", "easy"] as const;
export type MapRegion = (typeof mapRegions)[number];

/**
 * The images of a region, the most extreme first: those with the lowest mean probability of the true class (hard), the
 * largest spread of that probability (ambiguous), or the highest mean (easy). Images that were never seen are in no
 * region.
 */
export function regionImages({ meanProbability, spread }: Histories, region: MapRegion): number[] {
  const values = region === "ambiguous" ? spread : meanProbability;
  const sign = region === "hard" ? 1 : -1;
  const seen = Array.from(values.keys()).filter((index) => !Number.isNaN(values[index]));
  return seen.sort((a, b) => sign * (values[a]! - values[b]!) || a - b).slice(0, Math.ceil(seen.length / 3));
}

/** Number of colours of the map. */
export const mapColours = 6;

/**
 * Index of the colour of each image, by how often the network was right about the image: 0 for never,
 * {@link mapColours} − 1 for always. An image that was never seen has 0.
 */
export function rightnessOf({ seen, correct }: Histories): Uint8Array {
  return Uint8Array.from(seen, (count, index) =>
    count === 0 ? 0 : Math.round((correct[index]! / count) * (mapColours - 1)),
  );
}

/**
 * The end of the axis of spreads: the least multiple of 0.05 from 0.1 to 0.5 that no image exceeds. A spread of
 * probabilities is at most 0.5.
 */
export function spreadEnd({ spread }: Histories): number {
  let most = 0;
  for (const one of spread) if (one > most) most = one;
  return Math.min(0.5, Math.max(0.1, Math.ceil(most * 20) / 20));
}
