import { RunSwatch } from "../components/RunSwatch";
import type { LegendEntry } from "../figures/legend";

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
