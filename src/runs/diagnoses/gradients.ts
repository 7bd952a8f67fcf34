import type { LayerFigures } from "../layers/LayerRecord";
import { type Course, latestLayers } from "./Course";
import type { Finding } from "./Diagnosis";

/** Root mean square of a layer's gradients. */
const rootMeanSquare = ({ gradients, size }: LayerFigures) =>
  (gradients.norm ?? Number.NaN) / Math.sqrt(size);

/** Gradients have vanished when the first layer's root mean square is below this share of the last layer's. */
const VANISHED = 1e-3;

/** In each of the latest records the first layer's gradients are below a thousandth of the last layer's. */
export function vanishingGradients(course: Course): Finding<"vanishingGradients"> | undefined {
  const latest = latestLayers(course);
  if (course.epochs.length === 0 || !latest) return undefined;
  const ratios = latest.map(({ layers }) => rootMeanSquare(layers[0]!) / rootMeanSquare(layers.at(-1)!));
  if (!ratios.every((ratio) => ratio < VANISHED)) return undefined;
  const { layers } = latest.at(-1)!;
  const [first, last] = [layers[0]!, layers.at(-1)!].map(rootMeanSquare) as [number, number];
  return { rule: "vanishingGradients", layer: layers[0]!.name, figures: { first, last } };
}

/** Norm of all gradients together above which they have exploded. In healthy recorded runs it is at most 8. */
const EXPLODED = 100;

/** The norm of all gradients was above 100 in a record of the latest recorded epoch. */
export function explodingGradients({ layers }: Course): Finding<"explodingGradients"> | undefined {
  const epoch = layers.at(-1)?.epoch;
  if (epoch === undefined) return undefined;
  const norm = Math.max(...layers.map((one) => (one.epoch === epoch ? (one.gradientNorm ?? 0) : 0)));
  return norm > EXPLODED ? { rule: "explodingGradients", since: epoch, figures: { norm } } : undefined;
}
