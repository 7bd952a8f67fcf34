import type { ExperimentRow } from "../../src/protocol/experimentsProtocol";
import type { Column } from "../../src/runs/columns";
import { percentage } from "../../src/runs/figures";
import type { RunGroup } from "../../src/runs/grouping";
import type { Stroke } from "../../src/runs/runColours";
import { upToDecimals } from "../../src/text/numbers";
import { Icon } from "../components/Icon";
import { RunSwatch } from "../components/RunSwatch";
import { strings } from "../strings";
import { cellId } from "./gridKeys";
import { groupCell } from "./groupCell";

/** The heading of a group: what its runs have in common, and the mean of each figure in the figure's column. */
export function GroupLine(props: {
  index: number;
  top: number;
  active: number | undefined;
  group: RunGroup<ExperimentRow>;
  /** How the charts draw the mean of the group. */
  stroke: Stroke | undefined;
  columns: readonly Column[];
  isFolded: boolean;
  /**
   * Whether the lines of runs show the difference from the baseline beside each figure. A heading then shows the
   * standard deviation at the place of the difference, so that the mean is aligned with the figures.
   */
  hasDifferences: boolean;
  toggle: () => void;
}) {
  const { index, group, isFolded, active } = props;
  const words = strings.experiments.group;
  const { n, mean, sd, best } = group.figures;
  const figures =
    mean === undefined
      ? words.noFigures
      : [
          sd === undefined
            ? percentage(mean)
            : strings.meanAndSd(percentage(mean), upToDecimals(100 * sd, 2)),
          best && words.best(best.name, percentage(best.state.best!.testAccuracy)),
        ]
          .filter(Boolean)
          .join(" · ");
  const [, ...columns] = props.columns;
  return (
    <div
      class="line group-line"
      role="row"
      aria-rowindex={index + 2}
      aria-expanded={!isFolded}
      style={{ transform: `translateY(${props.top}px)` }}
      onClick={props.toggle}
    >
      <span
        role="gridcell"
        id={cellId({ line: index, column: active ?? 0 })}
        aria-colindex={1}
        aria-colspan={3}
        class={active === undefined ? "whole" : "whole active"}
        title={`${group.label}\n${figures}`}
      >
        <Icon name={isFolded ? "chevronRight" : "chevronDown"} />
        {props.stroke && <RunSwatch {...props.stroke} />}
        <strong>{group.label}</strong>
        <span class="quiet">{words.count(n, group.runs.length)}</span>
        <span class="visually-hidden">{figures}</span>
      </span>
      {columns.map((column, offset) => {
        const { mean, deviation } = groupCell(column, group.runs);
        const text = deviation ? strings.meanAndSd(mean, deviation) : mean;
        return (
          <span
            key={column.id}
            role="gridcell"
            aria-colindex={offset + 4}
            class={column.isNumber ? "number" : undefined}
            title={text && `${column.label}: ${text}`}
          >
            {props.hasDifferences && column.better && mean !== "" ? (
              <>
                {mean} <span class="delta-place">{deviation && strings.meanAndSd("", deviation).trim()}</span>
              </>
            ) : (
              text
            )}
          </span>
        );
      })}
    </div>
  );
}
