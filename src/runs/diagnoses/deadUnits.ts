import { type Course, latestLayers } from "./Course";
import type { Finding } from "./Diagnosis";

/** Smallest share of a layer's units that must be dead for a finding. */
const MANY = 0.8;
/** Smallest number of units of a layer that is judged. In a smaller layer, all units may be dead by chance. */
const FEWEST = 8;

/**
 * Finds a layer of which at least four fifths of the units were dead (0 for each image of the batch) in each of the
 * latest three layer records. Judges only layers of at least {@link FEWEST} units, and nothing before the first epoch
 * is complete. Of several such layers, finds the one with the largest share of dead units.
 */
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
