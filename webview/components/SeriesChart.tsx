import { useCallback, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { GroupsRequest, SeriesRequest } from "../../src/protocol/seriesProtocol";
import type { ExportedChart } from "../charts/exportChart";
import { plotOf } from "../charts/plotOf";
import { RunsChart, type RunsChartProps, roundedWidth } from "../charts/RunsChart";
import { useSeries } from "../charts/useSeries";
import { axisKinds, type ChartKind, yTextOf } from "../figures/chartKinds";
import { type ChartLine, mainPoints, wholeRange } from "../figures/chartLine";
import { type ChartGroup, chartLines, groupId, problemTexts } from "../figures/chartLines";
import { chartSummary } from "../figures/chartSummary";
import type { BandKind } from "../figures/groupBand";
import { legendOf } from "../figures/legend";
import { lineParts } from "../figures/lineParts";
import { signsOfRuns, signsText } from "../figures/marks";
import type { Range } from "../figures/plotScale";
import { needLogScale } from "../figures/usualLosses";
import { strings } from "../strings";
import { useEqual } from "../useEqual";
import type { ChartsPaneProps } from "./ChartsPane";
import { chartExports } from "./chartExports";
import { RunsTwin } from "./RunsTwin";
import { useYAxis } from "./useYAxis";

/** Largest number of runs for which a chart draws the values behind their averages. */
const mostRaw = 5;
/**
 * A chart of more than `above` runs thins its lines as if it were narrower, by a factor of `pixels`. Among many lines,
 * single points cannot be seen.
 */
const pixelsOfMany = [
  { above: 60, pixels: 4 },
  { above: 20, pixels: 2 },
];

/**
 * The legend's notes about lines that are means of groups: the kind of band around them, and that the faint parts of a
 * line are means of fewer runs. Undefined if no note applies, and for lines that are single runs.
 */
function notesOf(lines: readonly ChartLine[], band: BandKind): string | undefined {
  const { runsChart } = strings;
  if (lines.every(({ group }) => !group)) return undefined;
  const hasPart = lines.some((line) => lineParts(line, mainPoints(line).x.length).length > 1);
  const notes = [
    ...(band === "none" ? [] : [runsChart.bandOf(runsChart.bands[band])]),
    ...(hasPart ? [runsChart.ofFewer] : []),
  ];
  return notes.length > 0 ? notes.join(" · ") : undefined;
}

/** The request for the means of groups, made from a request whose `runIds` are the ids of groups ({@link groupId}). */
function groupsRequestOf({ runIds, raw: _, ...query }: SeriesRequest): GroupsRequest {
  return { ...query, groups: runIds.map((id) => ({ id, runIds: JSON.parse(id) })) };
}

/** A number for each group with a run in `revisions`. The number changes when the log of one of the runs has grown. */
function groupRevisions(
  groups: readonly ChartGroup[],
  revisions: ReadonlyMap<string, number> | undefined,
): ReadonlyMap<string, number> {
  const entries = groups.flatMap((group): [string, number][] => {
    const known = group.runIds.flatMap((id) => revisions?.get(id) ?? []);
    return known.length > 0 ? [[groupId(group), known.reduce((sum, one) => sum + one, 0)]] : [];
  });
  return new Map(entries);
}

/** One chart of the pane, with its menu and its table. Loads the series that it draws. */
export function SeriesChart(
  props: ChartsPaneProps & {
    kind: ChartKind;
    range: Range | undefined;
    /** The range of the x axis without a zoom, common to all charts; undefined until a chart has values. */
    whole: Range | undefined;
    setRange: (range: Range | undefined) => void;
    /** Called with the range of x that the chart's lines cover; undefined while they have no values. */
    onExtent: (extent: Range | undefined) => void;
    /** Index among the charts that are shown. */
    position: number;
    /** Number of charts that are shown. */
    count: number;
    move: (by: number) => void;
    hide: () => void;
    /** Attributes of the heading by which the chart is dragged. */
    handle: RunsChartProps["handle"];
  },
) {
  const { kind, runs, groups, state, setState, range } = props;
  const { runsChart } = strings;
  const [width, setWidth] = useState(0);
  const axis = axisKinds[state.x];
  const smoothing = kind.isSmoothed ? state.smoothing : 0;
  const showsRaw = !groups && runs.length <= mostRaw;
  const wanted = useMemo(() => (groups ? groups.map(groupId) : runs.map(({ id }) => id)), [runs, groups]);
  const revisions = useMemo(
    () => (groups ? groupRevisions(groups, props.revisions) : props.revisions),
    [groups, props.revisions],
  );
  const { series, isWhole } = useSeries(
    {
      metric: kind.metric,
      x: state.x,
      smoothing,
      isLog: state.logX,
      pixels: Math.max(
        1,
        Math.ceil(width / (pixelsOfMany.find(({ above }) => runs.length > above)?.pixels ?? 1)),
      ),
      raw: showsRaw,
      ...(range && { range: [...range] }),
    },
    wanted,
    revisions,
    groups ? (request) => props.loadGroups(groupsRequestOf(request)) : props.loadSeries,
  );
  const lines = useMemo(
    () => chartLines(runs, groups, series, state.band, kind.possible),
    [runs, groups, series, state.band, kind],
  );
  const extent = useMemo(() => wholeRange(lines), [lines]);
  const chosenY = state.y[kind.metric] ?? {};
  const yAxis = useYAxis(kind, kind.canDiverge ? ["usual", "all"] : ["all"], chosenY, (next) =>
    setState({ ...state, y: { ...state.y, [kind.metric]: next } }),
  );
  const { fit } = yAxis;
  const needsLogY = useRef(false);
  // While the x axis is zoomed, the y axis does not by itself change between linear and logarithmic. With limits that a
  // user set, the y axis is linear unless the user chose otherwise.
  needsLogY.current = useMemo(
    () =>
      range && typeof fit === "string"
        ? needsLogY.current
        : kind.canDiverge && extent !== undefined && needLogScale(lines, extent, showsRaw, fit),
    [lines, extent, range, fit],
  );
  const isLogY = chosenY.isLog ?? needsLogY.current;
  useLayoutEffect(() => props.onExtent(extent), [extent?.[0], extent?.[1]]);
  const legend = useEqual(useMemo(() => legendOf(lines), [lines]));
  const decor = useMemo(() => ({ warnings: signsOfRuns(lines) }), [lines]);
  const summary = useMemo(
    () => [chartSummary(lines, kind, axis), signsText(lines, axis)].join(" ").trim(),
    [lines, kind, axis],
  );
  const loadValues = useCallback(
    (ids: string[], at: number, offset: number) =>
      props.loadValues({ runIds: ids, metric: kind.metric, x: state.x, smoothing, at, offset }),
    [kind.metric, state.x, smoothing],
  );
  const problems = problemTexts(runs, groups, series);
  const x = useMemo(
    () => ({
      title: axis.title,
      tick: axis.tick,
      isWhole: axis.isWhole,
      isLog: state.logX,
      range,
      whole: props.whole,
    }),
    [axis, state.logX, range, props.whole],
  );
  const y = useMemo(
    () => ({ ...yTextOf(kind), isLog: isLogY, fit, range: yAxis.range }),
    [kind, isLogY, fit, yAxis.range],
  );
  const bands = useMemo(() => notesOf(lines, state.band), [lines, state.band]);

  const picture = (): ExportedChart => ({
    title: kind.title,
    summary,
    bands,
    legend,
    picture: { lines, showsRaw, x, y, decor },
    plotIn: (area) => plotOf(lines, area, x, y, showsRaw),
  });
  return (
    <>
      <RunsChart
        title={kind.title}
        lines={lines}
        isWhole={isWhole}
        decor={decor}
        legend={legend}
        showsRaw={showsRaw}
        x={x}
        y={y}
        summary={summary}
        waiting={runs.length === 0 ? runsChart.noRuns : isWhole ? kind.waiting : runsChart.loading}
        loadValues={loadValues}
        onRange={props.setRange}
        onYRange={yAxis.setRange}
        onSelect={props.onSelect}
        resized={(pixels) => setWidth(roundedWidth(pixels))}
        handle={props.handle}
        bands={bands}
        showAll={yAxis.showAll}
        menu={[
          yAxis.choices,
          [
            yAxis.logItem(isLogY),
            ...(props.position > 0 ? [{ label: runsChart.moveEarlier, act: () => props.move(-1) }] : []),
            ...(props.position < props.count - 1
              ? [{ label: runsChart.moveLater, act: () => props.move(1) }]
              : []),
            { label: runsChart.hide, act: props.hide },
          ],
          chartExports(picture, kind.metric, props.save),
        ]}
        form={yAxis.form}
      />
      {problems.length > 0 && <p class="quiet">{problems.join(" ")}</p>}
      <RunsTwin lines={lines} kind={kind} axis={axis} summary={summary} />
    </>
  );
}
