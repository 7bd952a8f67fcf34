import { RunSwatch } from "../components/RunSwatch";
import type { ChartLine } from "../figures/chartLine";
import { strings } from "../strings";

/** Most lines in the legend. It has room for fewer; the table has all. */
const mostNames = 20;

/** The names of a chart's lines, as many as fit. A name selects its line. */
export function RunsLegend(props: {
  lines: readonly ChartLine[];
  /** What the bands around the lines show. */
  bands: string | undefined;
  onSelect: (lineId: string) => void;
}) {
  return (
    <div class="runs-legend">
      {props.bands !== undefined && <span>{props.bands}</span>}
      {props.lines.slice(0, mostNames).map((line) => (
        <button
          type="button"
          key={line.id}
          class={line.isHighlighted ? "highlighted" : ""}
          // The table beside the charts selects by keyboard.
          tabIndex={-1}
          onClick={() => props.onSelect(line.id)}
        >
          <RunSwatch {...line} />
          {line.isBaseline ? strings.runsChart.baselineName(line.name) : line.name}
        </button>
      ))}
    </div>
  );
}
