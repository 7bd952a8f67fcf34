import type { ComponentChildren } from "preact";
import { useCallback, useMemo, useState } from "preact/hooks";
import { type SeriesAxis, seriesAxes } from "../../src/runs/seriesKinds";
import { type ExportedChart, pictureWidth } from "../charts/exportChart";
import { plotOf } from "../charts/plotOf";
import { RunsChart, roundedWidth } from "../charts/RunsChart";
import { axisOfEpochs, axisOfSteps } from "../figures/axes";
import { axisKinds, yTextOf } from "../figures/chartKinds";
import type { ChartLine } from "../figures/chartLine";
import type { LoadValues } from "../figures/hoverRows";
import { type LiveChartKind, liveCharts } from "../figures/liveCharts";
import { type LiveRun, liveSeries, liveValue } from "../figures/liveSeries";
import { strings } from "../strings";
import type { LiveChartState, ViewState } from "../viewState";
import { chartExports } from "./chartExports";
import { useYAxis } from "./useYAxis";
import type { Zoom } from "./useZoom";

export interface LiveChartProps {
  /** The run's name, which the titles of exported pictures contain. */
  name: string;
  live: LiveRun;
  view: ViewState;
  setView: (view: ViewState) => void;
  zoom: Zoom;
  /** Saves a file that the view has made. */
  save: (name: string, bytes: Uint8Array) => void;
}

/** A chart of the run on display, with its menu. The curves are computed from the run's state in memory. */
export function LiveChart(
  props: LiveChartProps & { class: string; chart: LiveChartKind; footer?: ComponentChildren },
) {
  const { chart, live, view, zoom } = props;
  const { run, losses, isSmoothed } = live;
  const { kind } = chart;
  const { runsChart } = strings;
  const [width, setWidth] = useState(0);
  const chosen = view.charts[chart.id] ?? {};
  const axis = xOf(view, chart);
  const isLogX = chosen.logX ?? false;
  const range = zoom.rangeOf(axis);

  const linesOf = (pixels: number) =>
    chart.lines(run).map(
      ({ metric, ...line }): ChartLine => ({
        ...line,
        id: metric,
        isBaseline: false,
        isHighlighted: false,
        isGrowing: false,
        series: liveSeries(live, metric, axis, { range, isLog: isLogX, pixels, raw: true }),
      }),
    );
  const drawn = useMemo(
    () => ({
      lines: linesOf(Math.max(1, width)),
      decor: chart.decor(run, axis),
      needsLogY: chart.needsLogY(run, losses),
      legend: chart.legend(run, isSmoothed),
    }),
    [chart, run, losses, isSmoothed, axis, isLogX, range, width, ...chart.changes(run)],
  );
  const { lines, decor, legend } = drawn;
  const choose = (state: LiveChartState) =>
    props.setView({ ...view, charts: { ...view.charts, [chart.id]: { ...chosen, ...state } } });
  const yAxis = useYAxis(kind, ["all"], chosen.y ?? {}, (next) => choose({ y: next }));
  const isLogY = chosen.y?.isLog ?? drawn.needsLogY;

  const loadValues = useCallback<LoadValues>(
    // The function is made anew whenever `drawn` is, so that {@link RunsChart} reads the exact values again after new
    // losses.
    async (ids, at, offset) =>
      chart.lines(run).flatMap(({ metric }) => {
        const value = ids.includes(metric) && liveValue(live, metric, axis, at, offset);
        return value ? [{ runId: metric, ...value }] : [];
      }),
    [drawn],
  );
  // A chart with the same x axis as the loss chart also has the loss chart's whole range, so that both are aligned.
  const isAligned = axis === xOf(view, liveCharts.loss);
  const [from, to] = (isAligned ? axisOfSteps(run, axis) : axisOfEpochs(run, axis)) ?? [];
  const x = useMemo(() => {
    const { title, tick, isWhole } = axisKinds[axis];
    const whole = from === undefined || to === undefined ? undefined : ([from, to] as const);
    const hasWholeEpochs = axis === "epoch" && !isAligned;
    return { title, tick, isWhole: isWhole || hasWholeEpochs, isLog: isLogX, range, whole };
  }, [axis, isLogX, range, from, to, isAligned]);
  const y = useMemo(
    () => ({ ...yTextOf(kind), isLog: isLogY, fit: yAxis.fit, range: yAxis.range }),
    [kind, isLogY, yAxis.fit, yAxis.range],
  );

  const setRange = (next: typeof range) => zoom.setRange(axis, next);
  const summary = chart.summary(run);
  const picture = (): ExportedChart => {
    const all = linesOf(pictureWidth);
    return {
      title: `${props.name}: ${chart.title}`,
      summary,
      legend,
      picture: { lines: all, showsRaw: true, x, y, decor },
      plotIn: (area) => plotOf(all, area, x, y, true),
    };
  };
  return (
    <RunsChart
      class={props.class}
      title={chart.title}
      lines={lines}
      decor={decor}
      legend={legend}
      isOneRun
      showsRaw
      x={x}
      y={y}
      summary={summary}
      waiting={chart.waiting}
      loadValues={loadValues}
      onRange={setRange}
      onYRange={yAxis.setRange}
      resized={(pixels) => setWidth(roundedWidth(pixels))}
      showAll={yAxis.showAll}
      controls={
        range && (
          <button type="button" class="link" onClick={() => setRange(undefined)}>
            {runsChart.resetZoom}
          </button>
        )
      }
      menu={[
        {
          choice: runsChart.xAxis,
          items: seriesAxes.map((one) => ({
            label: axisKinds[one].title,
            isChosen: one === axis,
            act: () => choose({ x: one }),
          })),
        },
        yAxis.choices,
        [
          { label: runsChart.logX, isChecked: isLogX, act: () => choose({ logX: !isLogX }) },
          yAxis.logItem(isLogY),
        ],
        chartExports(picture, chart.id, props.save),
      ]}
      form={yAxis.form}
      footer={props.footer}
    />
  );
}

function xOf(view: ViewState, { id, x }: LiveChartKind): SeriesAxis {
  return view.charts[id]?.x ?? x;
}
