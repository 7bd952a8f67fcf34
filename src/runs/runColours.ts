/** The colours of runs, the same wherever a run is shown. */
import type { RunLabels } from "./labels";

/** Number of colours that are easy to tell apart. `webview/styles/theme.css` has their values for each kind of theme. */
export const paletteSize = 8;

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
 * A run's index among colours and dashes: the one that its user chose, else one of the palette by its id. It stays the
 * same for the run's life.
 */
export function colourIndex({ id, labels }: Coloured): number {
  return labels.color ?? hashOf(id) % paletteSize;
}

/** How the line of a run is drawn alone. The ninth choice has the first colour again, with a dash. */
export function strokeOf(run: Coloured): Stroke {
  const index = colourIndex(run);
  return { colour: index % paletteSize, dash: Math.floor(index / paletteSize) % dashes.length };
}

/**
 * How the lines of runs are drawn together. Of runs with the same colour, the first keeps its stroke, and the others get
 * the next free dash.
 * @param runs the oldest first
 */
export function strokesOf(runs: readonly Coloured[]): Map<string, Stroke> {
  const taken = new Map<number, Set<number>>();
  const strokes = new Map<string, Stroke>();
  // What a user chose stays, whatever the others are.
  const chosenFirst = [...runs].sort(
    (a, b) => Number(a.labels.color === null) - Number(b.labels.color === null),
  );
  for (const run of chosenFirst) {
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
