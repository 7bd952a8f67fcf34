import { dashes } from "../../src/runs/runColours";
import type { LegendEntry } from "../figures/legend";
import { cssColour } from "./chartTheme";

/** Most names in the legend. It has room for fewer; the table has all. */
const mostNames = 20;

/** The names of a chart's lines, as many as fit. The name of one of many runs selects it. */
export function RunsLegend(props: {
  entries: readonly LegendEntry[];
  /** What the bands around the lines show. */
  bands: string | undefined;
  onSelect: ((lineId: string) => void) | undefined;
}) {
  return (
    <div class="runs-legend">
      {props.bands !== undefined && <span>{props.bands}</span>}
      {props.entries.slice(0, mostNames).map((entry) => {
        const { name, lineId, isHighlighted } = entry;
        const content = (
          <>
            <RunSwatch {...entry} />
            {name}
          </>
        );
        if (lineId === undefined) return <span key={name}>{content}</span>;
        return (
          <button
            type="button"
            key={lineId}
            class={isHighlighted ? "highlighted" : ""}
            // The table beside the charts selects by keyboard.
            tabIndex={-1}
            onClick={() => props.onSelect?.(lineId)}
          >
            {content}
          </button>
        );
      })}
    </div>
  );
}

/** A sample of a line, with its colour and dash, or of a ring. */
export function RunSwatch({ colour, dash, isRing }: Pick<LegendEntry, "colour" | "dash" | "isRing">) {
  const css = cssColour(colour);
  return isRing ? (
    <span class="run-swatch ring" style={{ borderColor: css }} />
  ) : (
    <span class="run-swatch" style={{ background: sampleOf(css, dashes[dash]!) }} />
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
