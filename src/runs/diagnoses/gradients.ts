import type { LayerFigures } from "../layers/LayerRecord";
import { type Course, latestLayers } from "./Course";
import type { Finding } from "./Diagnosis";

/** Root mean square of a layer's gradients; NaN if their norm was not finite. */
const rootMeanSquare = ({ gradients, size }: LayerFigures) =>
  (gradients.norm ?? Number.NaN) / Math.sqrt(size);

/**
 * Gradients have vanished when the root mean square of the first layer's gradients is below this share of the root mean
 * square of the last layer's gradients.
 */
const VANISHED = 1e-3;

/**
 * Finds that the gradients have vanished (see {@link VANISHED}) in each of the latest three layer records. Judges
 * nothing before the first epoch is complete.
 */
export function vanishingGradients(course: Course): Finding<"vanishingGradients"> | undefined {
  const latest = latestLayers(course);
  if (course.epochs.length === 0 || !latest) return undefined;
  const ratios = latest.map(({ layers }) => rootMeanSquare(layers[0]!) / rootMeanSquare(layers.at(-1)!));
  if (!ratios.every((ratio) => ratio < VANISHED)) return undefined;
  const { layers } = latest.at(-1)!;
  const [first, last] = [layers[0]!, layers.at(-1)!].map(rootMeanSquare) as [number, number];
  return { rule: "vanishingGradients", layer: layers[0]!.name, figures: { first, last } };
}

/**
 * Norm of all gradients together above which the gradients have exploded. In healthy recorded runs the norm is 8 or
 * less.
 */
const EXPLODED = 100;

/** Finds that the norm of all gradients was above {@link EXPLODED} in a layer record of the latest recorded epoch. */
export function explodingGradients({ layers }: Course): Finding<"explodingGradients"> | undefined {
  const epoch = layers.at(-1)?.epoch;
  if (epoch === undefined) return undefined;
  const norm = Math.max(...layers.map((one) => (one.epoch === epoch ? (one.gradientNorm ?? 0) : 0)));
  return norm > EXPLODED ? { rule: "explodingGradients", since: epoch, figures: { norm } } : undefined;
}
