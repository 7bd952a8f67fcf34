import { useMemo, useState } from "preact/hooks";
import type {
  GroupsRequest,
  RunValue,
  Series,
  SeriesRequest,
  ValuesRequest,
} from "../../src/protocol/seriesProtocol";
import type { SeriesMetric } from "../../src/runs/seriesKinds";
import { chartKinds } from "../figures/chartKinds";
import { type ChartGroup, type ChartRun, drawnBy, metricsOf } from "../figures/chartLines";
import { type ChartsState, moved } from "../figures/chartsState";
import { joinedRange, type Range } from "../figures/plotScale";
import { strings } from "../strings";
import { ChartsToolbar } from "./ChartsToolbar";
import { SeriesChart } from "./SeriesChart";

export interface ChartsPaneProps {
  /** The runs that are drawn, in the order of the legend. */
  runs: readonly ChartRun[];
  /** The groups whose means are drawn instead of the runs; left out while runs are drawn. */
  groups?: readonly ChartGroup[];
  /** A number for each run whose log may grow. The number changes whenever the log has grown. */
  revisions?: ReadonlyMap<string, number>;
  state: ChartsState;
  setState: (state: ChartsState) => void;
  /** Number of charts below the visible part of the area in which the pane scrolls, and a function that shows them. */
  below: { count: number; show: () => void };
  loadSeries: (request: SeriesRequest) => Promise<Series[]>;
  loadGroups: (request: GroupsRequest) => Promise<Series[]>;
  loadValues: (request: ValuesRequest) => Promise<RunValue[]>;
  /** Called with the id of a run, or the key of a group, whose line was chosen. */
  onSelect: (id: string) => void;
  save: (name: string, bytes: Uint8Array) => void;
}

/** The charts of the drawn runs or groups. All charts have the same x axis and the same zoom of it. */
export function ChartsPane(props: ChartsPaneProps) {
  const { state, setState } = props;
  const [range, setRange] = useState<Range>();
  const [extents, setExtents] = useState<Partial<Record<SeriesMetric, Range>>>({});
  const [dragged, setDragged] = useState<SeriesMetric>();
  const { runsChart } = strings;
  const setCharts = (charts: SeriesMetric[]) => setState({ ...state, charts });
  const metrics = useMemo(() => metricsOf(props.runs), [props.runs]);
  const shown = useMemo(
    () =>
      state.charts
        .filter((metric) => metrics.includes(metric))
        .map((metric) => ({ kind: chartKinds[metric], drawn: drawnBy(metric, props.runs, props.groups) })),
    [state.charts, metrics, props.runs, props.groups],
  );
  /** Moves a chart to the place of another one. */
  const moveTo = (metric: SeriesMetric, place: SeriesMetric) =>
    setCharts(moved(state.charts, metric, state.charts.indexOf(place) - state.charts.indexOf(metric)));

  const whole = useMemo(
    () =>
      joinedRange(
        shown.flatMap(({ kind: { metric } }) => (extents[metric] ? [extents[metric]] : [])),
        state.logX,
      ),
    [shown, extents, state.logX],
  );

  return (
    <section class="charts-pane" aria-label={runsChart.charts}>
      <ChartsToolbar
        state={state}
        metrics={metrics}
        hasGroups={props.groups !== undefined}
        setState={(next) => {
          // A zoomed range is in the unit of its x axis. Another x axis therefore begins without a zoom.
          if (next.x !== state.x) setRange(undefined);
          setState(next);
        }}
        below={props.below}
        resetZoom={range && (() => setRange(undefined))}
      />
      {shown.length === 0 && <p class="quiet">{runsChart.noCharts}</p>}
      <div class="charts">
        {shown.map(({ kind, drawn }, position) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: the menu of each chart moves it by keyboard.
          <div
            key={kind.metric}
            class={`chart-place ${dragged === kind.metric ? "dragged" : ""}`}
            onDragOver={(event) => dragged && event.preventDefault()}
            onDrop={() => {
              if (dragged && dragged !== kind.metric) moveTo(dragged, kind.metric);
            }}
          >
            <SeriesChart
              {...props}
              {...drawn}
              kind={kind}
              range={range}
              whole={whole}
              onExtent={(extent) => setExtents((before) => ({ ...before, [kind.metric]: extent }))}
              setRange={setRange}
              position={position}
              count={shown.length}
              move={(by) => moveTo(kind.metric, shown[position + by]!.kind.metric)}
              hide={() => setCharts(state.charts.filter((metric) => metric !== kind.metric))}
              handle={{
                draggable: true,
                title: runsChart.dragToMove,
                onDragStart: (event) => {
                  event.dataTransfer?.setData("text/plain", kind.title);
                  setDragged(kind.metric);
                },
                onDragEnd: () => setDragged(undefined),
              }}
            />
          </div>
        ))}
      </div>
    </section>
  );
}
