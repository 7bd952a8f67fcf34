import type { Row } from "../../src/runs/columns";
import { type Grouping, groupKeys } from "../../src/runs/grouping";
import { dashes, type Stroke } from "../../src/runs/runColours";
import { paletteSize } from "../../src/runs/runPalette";

/**
 * How the mean of each group is drawn, by the key of the group. Groups get colours in the order of their oldest runs,
 * so that a group keeps its colour when the table is sorted or filtered, and when runs are added.
 * @param rows all runs of the runs folder, the newest first
 */
export function groupStrokes(rows: readonly Row[], grouping: Grouping): ReadonlyMap<string, Stroke> {
  const keys = new Set([...rows].reverse().flatMap((run) => groupKeys(run, grouping)));
  return new Map(
    [...keys].map((key, index) => [
      key,
      { colour: index % paletteSize, dash: Math.floor(index / paletteSize) % dashes.length },
    ]),
  );
}

/**
 * How a grouped table shows each run, by run id: with the stroke of its group, or of the first of its groups.
 * @param ofGroups the strokes of the groups
 */
export function strokesInGroups(
  runs: readonly Row[],
  grouping: Grouping,
  ofGroups: ReadonlyMap<string, Stroke>,
): ReadonlyMap<string, Stroke> {
  return new Map(runs.map((run) => [run.id, ofGroups.get(groupKeys(run, grouping)[0]!)!]));
}
