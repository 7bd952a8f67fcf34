/** The colours of runs, the same wherever a run is shown. */
import type { RunLabels } from "./labels";
import { paletteSize } from "./runPalette";

/** The dashes of lines: lengths (pixels) of strokes and spaces. The empty list is a solid line. */
export const dashes: readonly (readonly number[])[] = [[], [6, 3], [2, 3], [8, 3, 2, 3]];

/** The part of a run that decides the colour and dash of the run's lines in charts. */
export interface Coloured {
  id: string;
  labels: Pick<RunLabels, "color">;
}

export interface Stroke {
  /** Index in the palette. */
  colour: number;
  /** Index in {@link dashes}. */
  dash: number;
}

/**
 * The number of a run's stroke: `color` in the run's labels. If the labels have no `color`, a hash of the run's id
 * gives a number below {@link paletteSize}, and thus a solid line.
 */
export function colourIndex({ id, labels }: Coloured): number {
  return labels.color ?? hashOf(id) % paletteSize;
}

/**
 * The number of a new run's stroke: the lowest of the numbers that the fewest runs have. The second dash is therefore
 * used only when all colours are taken.
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

/**
 * The stroke of a run that is drawn alone. Its number is {@link colourIndex}: the first numbers are the colours with a
 * solid line, the numbers after them the same colours with the next dash.
 */
export function strokeOf(run: Coloured): Stroke {
  const index = colourIndex(run);
  return { colour: index % paletteSize, dash: Math.floor(index / paletteSize) % dashes.length };
}

/**
 * The strokes of runs that are drawn together, by id. A run whose labels have a `color` has the stroke of
 * {@link strokeOf}. After these runs, each other run gets the colour of {@link strokeOf} with the first dash that no
 * run has in this colour so far. If every dash is taken, the run has the stroke of {@link strokeOf}.
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

/** The 32-bit FNV-1a hash of a text. Its bits are mixed, so that the lowest bits depend on all characters. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
