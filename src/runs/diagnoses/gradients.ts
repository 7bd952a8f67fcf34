import type { LayerFigures } from "../layers/LayerRecord";
import { type Course, latestLayers } from "./Course";
import type { Finding } from "./Diagnosis";

/** Root mean square of a layer's gradients. */
const rootMeanSquare = ({ gradients, size }: LayerFigures) =>
  (gradients.norm ?? Number.NaN) / Math.sqrt(size);

/** Largest ratio of the gradients of the first layer to those of the last one, by their root mean squares. */
const VANISHED = 1e-3;

/** In each of the latest records the gradients of the first layer are a thousandth of those of the last one. */
export function vanishingGradients(course: Course): Finding<"vanishingGradients"> | undefined {
  const latest = latestLayers(course);
  if (course.epochs.length === 0 || !latest) return undefined;
  const ratios = latest.map(({ layers }) => rootMeanSquare(layers[0]!) / rootMeanSquare(layers.at(-1)!));
  if (!ratios.every((ratio) => ratio < VANISHED)) return undefined;
  const { layers } = latest.at(-1)!;
  const [first, last] = [layers[0]!, layers.at(-1)!].map(rootMeanSquare) as [number, number];
  return { rule: "vanishingGradients", layer: layers[0]!.name, figures: { first, last } };
}

/** Norm of all gradients together that no healthy training comes near: the recorded ones have 8 at most. */
const EXPLODED = 100;

/** The norm of the gradients was above 100 in a record of the epoch. */
export function explodingGradients({ layers }: Course): Finding<"explodingGradients"> | undefined {
  const epoch = layers.at(-1)?.epoch;
  if (epoch === undefined) return undefined;
  const norm = Math.max(...layers.map((one) => (one.epoch === epoch ? (one.gradientNorm ?? 0) : 0)));
  return norm > EXPLODED ? { rule: "explodingGradients", since: epoch, figures: { norm } } : undefined;
}
