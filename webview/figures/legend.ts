import { strings } from "../strings";
import type { ChartLine } from "./chartLine";
import type { LineColour } from "./lineColour";

/** A name in a chart's legend, with a sample of what it names. */
export interface LegendEntry {
  name: string;
  colour: LineColour;
  /** Index into {@link dashes} (src/runs/runColours.ts). */
  dash: number;
  isRing?: boolean;
  isHighlighted?: boolean;
  /** The id of the line that a click on the name selects; left out if a click has no effect. */
  lineId?: string;
}

/** The legend of a chart of many runs: an entry for each line. */
export function legendOf(lines: readonly ChartLine[]): LegendEntry[] {
  return lines.map(({ id, name, colour, dash, isBaseline, isHighlighted }) => ({
    name: isBaseline ? strings.runsChart.baselineName(name) : name,
    colour,
    dash,
    isHighlighted,
    lineId: id,
  }));
}
