import { dashes } from "../../src/runs/runColours";
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

/** A sample of a run's line, with its colour and dash. */
export function RunSwatch({ colour, dash }: Pick<ChartLine, "colour" | "dash">) {
  return (
    <span class="run-swatch" style={{ background: sampleOf(`var(--fr-run-${colour})`, dashes[dash]!) }} />
  );
}

/** A background with strokes and spaces, as the line has them. */
function sampleOf(colour: string, dash: readonly number[]): string {
  let end = 0;
  const stops = dash.map((length, index) => {
    const begin = end;
    end += length;
    return `${index % 2 === 0 ? colour : "transparent"} ${begin}px ${end}px`;
  });
  return stops.length > 0 ? `repeating-linear-gradient(90deg, ${stops.join(", ")})` : colour;
}
