import { strings } from "../strings";
import type { ChartLine } from "./chartLine";
import type { LineColour } from "./lineColour";

/** A name in a chart's legend, with a sample of what it names. */
export interface LegendEntry {
  name: string;
  colour: LineColour;
  /** Index of the dashes. */
  dash: number;
  isRing?: boolean;
  isHighlighted?: boolean;
  /** The line that the name selects. */
  lineId?: string;
}

/** The names of the lines of many runs. */
export function legendOf(lines: readonly ChartLine[]): LegendEntry[] {
  return lines.map(({ id, name, colour, dash, isBaseline, isHighlighted }) => ({
    name: isBaseline ? strings.runsChart.baselineName(name) : name,
    colour,
    dash,
    isHighlighted,
    lineId: id,
  }));
}
