import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { RunSwatch } from "../components/RunSwatch";
import type { LegendEntry } from "../figures/legend";
import { strings } from "../strings";
import { useHiddenCount } from "./useHiddenCount";

/** Number of names that a legend draws at first, and the largest number that it draws. */
const names = { first: 15, most: 60 };

/**
 * The names of a chart's lines, as many as fit, and the number of the others. A click on the name of an entry with a
 * `lineId` selects the line with this id.
 */
export function RunsLegend(props: {
  entries: readonly LegendEntry[];
  /** A note about the means of groups, such as the kind of their bands; undefined for none. */
  bands: string | undefined;
  onSelect: ((lineId: string) => void) | undefined;
}) {
  const { entries } = props;
  const place = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState(names.first);
  const shown = entries.slice(0, room);
  const cut = useHiddenCount(place, ".entry", shown.map(({ name }) => name).join("\n"));
  useLayoutEffect(() => {
    // If all drawn names fit, twice as many are tried.
    if (cut === 0 && shown.length < entries.length && room < names.most) setRoom(2 * room);
  }, [cut, room, entries]);
  const hidden = (cut ?? 0) + entries.length - shown.length;
  return (
    <div class="runs-legend" ref={place}>
      {props.bands !== undefined && <span class="bands">{props.bands}</span>}
      {shown.map((entry) => {
        const { name, lineId, isHighlighted } = entry;
        const content = (
          <>
            <RunSwatch {...entry} />
            <span class="name">{name}</span>
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
            title={name}
            // By keyboard, lines are selected in the plot, and not here.
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
