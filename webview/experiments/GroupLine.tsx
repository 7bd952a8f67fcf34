import type { ExperimentRow } from "../../src/protocol/experimentsProtocol";
import { percentage } from "../../src/runs/figures";
import type { RunGroup } from "../../src/runs/grouping";
import { upToDecimals } from "../../src/text/numbers";
import { Icon } from "../components/Icon";
import { strings } from "../strings";
import { cellId } from "./gridKeys";

/** The heading of a group: what its runs have in common, and figures of their best test accuracies. */
export function GroupLine(props: {
  index: number;
  top: number;
  active: number | undefined;
  group: RunGroup<ExperimentRow>;
  isFolded: boolean;
  toggle: () => void;
}) {
  const { index, group, isFolded, active } = props;
  const words = strings.experiments.group;
  const { n, mean, sd, best } = group.figures;
  const figures =
    mean === undefined
      ? words.noFigures
      : [
          sd === undefined ? percentage(mean) : words.meanAndSd(percentage(mean), upToDecimals(100 * sd, 2)),
          best && words.best(best.name, percentage(best.state.best!.testAccuracy)),
        ]
          .filter(Boolean)
          .join(" · ");
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
        class={active === undefined ? "whole" : "whole active"}
      >
        <Icon name={isFolded ? "chevronRight" : "chevronDown"} />
        <strong>{group.label || words.none}</strong>
        <span class="quiet">{words.count(n, group.runs.length)}</span>
        <span>{figures}</span>
      </span>
    </div>
  );
}
