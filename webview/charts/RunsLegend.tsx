import { useRef } from "preact/hooks";
import { RunSwatch } from "../components/RunSwatch";
import type { LegendEntry } from "../figures/legend";
import { strings } from "../strings";
import { useHiddenCount } from "./useHiddenCount";

/** Largest number of names in the legend. The table lists all runs. */
const mostNames = 60;

/** The names of a chart's lines, as many as fit, and the number of the others. A click on a name selects its line. */
export function RunsLegend(props: {
  entries: readonly LegendEntry[];
  /** What the bands around the lines show, and how the lines are drawn. */
  bands: string | undefined;
  onSelect: ((lineId: string) => void) | undefined;
}) {
  const { entries } = props;
  const place = useRef<HTMLDivElement>(null);
  const shown = entries.slice(0, mostNames);
  const cut = useHiddenCount(place, ".entry", shown.map(({ name }) => name).join("\n"));
  const hidden = cut + entries.length - shown.length;
  return (
    <div class="runs-legend" ref={place}>
      {props.bands !== undefined && <span>{props.bands}</span>}
      {shown.map((entry) => {
        const { name, lineId, isHighlighted } = entry;
        const content = (
          <>
            <RunSwatch {...entry} />
            {name}
          </>
        );
        if (lineId === undefined)
          return (
            <span class="entry" key={name}>
              {content}
            </span>
          );
        return (
          <button
            type="button"
            key={lineId}
            class={`entry ${isHighlighted ? "highlighted" : ""}`}
            // The table beside the charts selects by keyboard.
            tabIndex={-1}
            onClick={() => props.onSelect?.(lineId)}
          >
            {content}
          </button>
        );
      })}
      {hidden > 0 && (
        <span
          class="more"
          title={entries
            .slice(entries.length - hidden)
            .map(({ name }) => name)
            .join("\n")}
        >
          {strings.runsChart.moreNames(hidden)}
        </span>
      )}
    </div>
  );
}
