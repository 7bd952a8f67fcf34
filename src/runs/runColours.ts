/** The colours of runs, the same wherever a run is shown. */
import type { RunLabels } from "./labels";
import { paletteSize } from "./runPalette";

/** Lengths (pixels) of strokes and spaces, from a solid line on. */
export const dashes: readonly (readonly number[])[] = [[], [6, 3], [2, 3], [8, 3, 2, 3]];

/** What the stroke of a run is decided by. */
export interface Coloured {
  id: string;
  labels: Pick<RunLabels, "color">;
}

export interface Stroke {
  /** Index of the palette. */
  colour: number;
  /** Index of {@link dashes}. */
  dash: number;
}

/**
 * A run's index among colours and dashes: the one in its labels, which it got when it was made or from its user. A run of
 * an earlier version has none there, and gets one of the palette by its id. The index stays the same for the run's life.
 */
export function colourIndex({ id, labels }: Coloured): number {
  return labels.color ?? hashOf(id) % paletteSize;
}

/**
 * The index for a new run: the first of those that the fewest runs have, so that dashes begin when all colours are taken.
 * @param runs the other runs of the folder that are not archived
 */
export function newColourIndex(runs: Iterable<Coloured>): number {
  const counts: number[] = Array(paletteSize * dashes.length).fill(0);
  for (const run of runs) {
    const { colour, dash } = strokeOf(run);
    counts[dash * paletteSize + colour]!++;
  }
  return counts.indexOf(Math.min(...counts));
}

/** How the line of a run is drawn alone. The ninth choice has the first colour again, with a dash. */
export function strokeOf(run: Coloured): Stroke {
  const index = colourIndex(run);
  return { colour: index % paletteSize, dash: Math.floor(index / paletteSize) % dashes.length };
}

/**
 * How the lines of runs are drawn together. A run whose labels have a colour is drawn as {@link strokeOf} says. Of the
 * others with the same colour, each gets the next free dash.
 * @param runs the oldest first
 */
export function strokesOf(runs: readonly Coloured[]): Map<string, Stroke> {
  const taken = new Map<number, Set<number>>();
  const strokes = new Map<string, Stroke>();
  const labelledFirst = [...runs].sort(
    (a, b) => Number(a.labels.color === null) - Number(b.labels.color === null),
  );
  for (const run of labelledFirst) {
    const { colour, dash } = strokeOf(run);
    const used = taken.get(colour) ?? new Set();
    taken.set(colour, used);
    const free = run.labels.color === null ? dashes.findIndex((_, index) => !used.has(index)) : dash;
    used.add(free < 0 ? dash : free);
    strokes.set(run.id, { colour, dash: free < 0 ? dash : free });
  }
  return strokes;
}

/** The 32-bit FNV-1a hash of a text, with its bits mixed so that the lowest ones depend on all characters. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
