import { type Course, latestLayers } from "./Course";
import type { Finding } from "./Diagnosis";

/** Share of the units of a layer from which on their death costs much of what the layer can do. */
const MANY = 0.8;
/** Layers with fewer units are left out: a share of them is chance. */
const FEWEST = 8;

/** In each of the latest records at least four fifths of a layer's units are 0 for each image of the batch. */
export function deadUnits(course: Course): Finding<"deadUnits"> | undefined {
  const latest = latestLayers(course);
  if (course.epochs.length === 0 || !latest) return undefined;
  let worst: Finding<"deadUnits"> | undefined;
  for (const [index, { name }] of latest[0]!.layers.entries()) {
    const activations = latest.flatMap(({ layers }) => layers[index]?.activations ?? []);
    const units = activations[0]?.units ?? 0;
    const dead = Math.min(...activations.map((one) => one.dead ?? 0));
    if (units < FEWEST || activations.length < latest.length || dead < MANY * units) continue;
    if (worst && dead / units <= worst.figures.dead / worst.figures.units) continue;
    worst = { rule: "deadUnits", layer: name, figures: { dead, units } };
  }
  return worst;
}
