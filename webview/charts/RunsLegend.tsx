import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { RunSwatch } from "../components/RunSwatch";
import type { LegendEntry } from "../figures/legend";
import { strings } from "../strings";
import { useHiddenCount } from "./useHiddenCount";

/** Number of names that a legend has at first, and the largest number. The table lists all runs. */
const names = { first: 15, most: 60 };

/** The names of a chart's lines, as many as fit, and the number of the others. A click on a name selects its line. */
export function RunsLegend(props: {
  entries: readonly LegendEntry[];
  /** What the bands around the lines show, and how the lines are drawn. */
  bands: string | undefined;
  onSelect: ((lineId: string) => void) | undefined;
}) {
  const { entries } = props;
  const place = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState(names.first);
  const shown = entries.slice(0, room);
  const cut = useHiddenCount(place, ".entry", shown.map(({ name }) => name).join("\n"));
  useLayoutEffect(() => {
    // All names had room, so that more of them may have.
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
