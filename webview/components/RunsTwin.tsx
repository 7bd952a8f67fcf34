import { useState } from "preact/hooks";
import type { AxisKind, ChartKind } from "../figures/chartKinds";
import { type ChartLine, mainPoints, nearestIndex } from "../figures/chartLine";
import { bestValues } from "../figures/chartSummary";
import { strings } from "../strings";
import { ScrollRegion } from "./ScrollRegion";

/**
 * A chart as a table: for each line with values the last value and, if higher or lower values of the metric are better,
 * the best value.
 */
export function RunsTwin(props: {
  lines: readonly ChartLine[];
  kind: ChartKind;
  axis: AxisKind;
  summary: string;
}) {
  const { kind, axis } = props;
  const { twin } = strings.runsChart;
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="runs-twin" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{strings.table.title}</summary>
      {isOpen && (
        <ScrollRegion label={kind.title}>
          <p>{props.summary}</p>
          <table>
            <caption class="visually-hidden">{kind.title}</caption>
            <thead>
              <tr>
                <th scope="col">{twin.run}</th>
                {kind.better && <th scope="col">{twin.best}</th>}
                {kind.better && <th scope="col">{axis.title}</th>}
                <th scope="col">{twin.last}</th>
                <th scope="col">{axis.title}</th>
              </tr>
            </thead>
            <tbody>
              {bestValues(props.lines, kind.better).map(({ line, x, y }) => {
                const points = mainPoints(line);
                const last = nearestIndex(points, Number.POSITIVE_INFINITY)!;
                return (
                  <tr key={line.id}>
                    <th scope="row">{line.name}</th>
                    {kind.better && <td>{kind.format(y)}</td>}
                    {kind.better && <td>{axis.tick(x)}</td>}
                    <td>{kind.format(points.y[last]!)}</td>
                    <td>{axis.tick(points.x[last]!)}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </details>
  );
}
