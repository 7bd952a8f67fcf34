import type { ComponentChildren, HTMLAttributes } from "preact";
import { IconButton } from "../components/IconButton";
import { Menu, type MenuGroup } from "../components/Menu";
import * as format from "../figures/format";
import { strings } from "../strings";

/** Attributes of a heading by which its chart is dragged. */
export type ChartHandle = Pick<
  HTMLAttributes<HTMLHeadingElement>,
  "draggable" | "title" | "onDragStart" | "onDragEnd"
>;

/** The title of a chart, the chart's menu, and the button that makes the chart fill the view or restores it. */
export function ChartHeader(props: {
  title: string;
  /** Left out for a chart that cannot be dragged. */
  handle?: ChartHandle;
  /** Number of lines that leave the plot. */
  beyond: number;
  showAll: () => void;
  controls?: ComponentChildren;
  menu: readonly MenuGroup[];
  isMaximised: boolean;
  maximise: () => void;
}) {
  const { title, beyond, isMaximised } = props;
  const { runsChart } = strings;
  const size = (isMaximised ? runsChart.restore : runsChart.maximise)(title);
  return (
    <header>
      <h2 {...props.handle}>{title}</h2>
      <div class="chart-menu">
        {beyond > 0 && (
          <button type="button" class="link" title={runsChart.showAll} onClick={props.showAll}>
            {runsChart.beyond(format.integer(beyond))}
          </button>
        )}
        {props.controls}
        <IconButton
          icon={isMaximised ? "restore" : "maximise"}
          label={size}
          className="chart-size"
          press={props.maximise}
        />
        <Menu label={runsChart.actionsOf(title)} items={props.menu} />
      </div>
    </header>
  );
}
