import { useCallback, useMemo, useState } from "preact/hooks";
import type { LayerRecord } from "../../src/runs/layers/LayerRecord";
import { RunsChart } from "../charts/RunsChart";
import { axisKinds } from "../figures/chartKinds";
import { mainPoints, nearestIndex } from "../figures/chartLine";
import type { LoadValues } from "../figures/hoverRows";
import { type LayerChartKind, layerLines } from "../figures/layerCharts";
import { legendOf } from "../figures/legend";
import type { Range } from "../figures/plotScale";
import { strings } from "../strings";

/** A figure of each layer over the steps. A click on a line or a name chooses the layer. */
export function LayerChart(props: {
  kind: LayerChartKind;
  records: readonly LayerRecord[];
  chosen: string;
  choose: (layer: string) => void;
  range: Range | undefined;
  setRange: (range: Range | undefined) => void;
}) {
  const { kind, records, chosen, range } = props;
  const words = strings.model.inside;
  const lines = useMemo(() => layerLines(records, kind, chosen), [records, kind, chosen]);
  const legend = useMemo(() => legendOf(lines), [lines]);
  const x = useMemo(() => {
    const { title, tick } = axisKinds.step;
    const whole = [1, (records.at(-1)?.step ?? 0) + 1] as const;
    return { title, tick, isWhole: true, isLog: false, range, whole };
  }, [records, range]);
  const [isLog, setLog] = useState(kind.isLog);
  const [yRange, setYRange] = useState<Range>();
  const y = useMemo(
    () => ({
      title: kind.axis,
      tick: kind.tick,
      format: kind.format,
      difference: kind.format,
      isLog,
      fit: "all" as const,
      range: yRange,
    }),
    [kind, isLog, yRange],
  );
  const loadValues = useCallback<LoadValues>(
    async (ids, at, offset) =>
      lines.flatMap((line) => {
        if (!ids.includes(line.id)) return [];
        const { x: steps, y: values } = mainPoints(line);
        const found = nearestIndex({ x: steps, y: values }, at);
        if (found === undefined) return [];
        const index = Math.min(steps.length - 1, Math.max(0, found + offset));
        return [{ runId: line.id, x: steps[index]!, y: values[index]! }];
      }),
    [lines],
  );
  const last = lines.find(({ id }) => id === chosen) ?? lines[0];
  const value = last && mainPoints(last).y.at(-1);
  return (
    <RunsChart
      title={kind.title}
      lines={lines}
      legend={legend}
      showsRaw={false}
      x={x}
      y={y}
      summary={
        last && value !== undefined && Number.isFinite(value)
          ? words.summary(lines.length, last.name, kind.format(value))
          : kind.waiting
      }
      waiting={kind.waiting}
      menu={[[{ label: strings.runsChart.logY, isChecked: isLog, act: () => setLog(!isLog) }]]}
      showAll={() => {}}
      loadValues={loadValues}
      onRange={props.setRange}
      onYRange={setYRange}
      onSelect={props.choose}
    />
  );
}
