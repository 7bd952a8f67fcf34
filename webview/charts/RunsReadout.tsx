import { Icon } from "../components/Icon";
import { RunSwatch } from "../components/RunSwatch";
import * as figures from "../figures/format";
import { type HoverRow, rowName, rowTexts, type ValueTexts } from "../figures/hoverRows";
import { strings } from "../strings";

/** Largest number of lines whose values the readout lists. Of the other lines, the readout states only the number. */
const mostRows = 10;

/**
 * The values at the inspected place. They stand at the left or the right edge of the plot, whichever is farther from
 * the place, so that the lines near the place stay visible.
 */
export function RunsReadout(props: {
  rows: readonly HoverRow[];
  place: string;
  side: "left" | "right";
  texts: ValueTexts;
  /** The labels of the warnings at the place. */
  warnings: readonly string[];
}) {
  const shown = props.rows.slice(0, mostRows);
  const more = props.rows.length - shown.length;
  const { runsChart } = strings;
  return (
    <div class={`runs-readout ${props.side}`} aria-hidden="true">
      <p>
        <span class="run-name place">{props.place}</span>
        {shown.some(({ smoothed }) => smoothed !== undefined) && <span>{runsChart.smoothed}</span>}
      </p>
      {shown.map((row, index) => {
        const { value, smoothed } = rowTexts(row, props.texts);
        return (
          // The key is the index, since moving elements in the document takes longer than changing their texts.
          <p key={index}>
            <RunSwatch {...row.line} />
            <span class="run-name">{rowName(row)}</span>
            <span class="figure">{value}</span>
            {smoothed !== undefined && <span>({smoothed})</span>}
          </p>
        );
      })}
      {props.warnings.map((label) => (
        <p class="warning" key={label}>
          <Icon name="warning" />
          {label}
        </p>
      ))}
      {more > 0 && <p>{runsChart.more(figures.integer(more))}</p>}
    </div>
  );
}
