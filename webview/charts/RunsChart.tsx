import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { MenuGroup } from "../components/Menu";
import { type ChartLine, wholeRange } from "../figures/chartLine";
import { type Decor, warningsAt } from "../figures/decor";
import {
  type Cursor,
  type HoverRow,
  hoverRows,
  type LoadValues,
  readoutOfAll,
  readoutText,
  rowName,
  rowTexts,
} from "../figures/hoverRows";
import type { LegendEntry } from "../figures/legend";
import { limitedRange, type Range } from "../figures/plotScale";
import type { YFit } from "../figures/yAxis";
import { strings } from "../strings";
import { type ChartHandle, ChartHeader } from "./ChartHeader";
import { type AxisText, plotArea } from "./drawRuns";
import { exitsOf } from "./exitsOf";
import { plotOf } from "./plotOf";
import { RunsCanvas } from "./RunsCanvas";
import { RunsLegend } from "./RunsLegend";
import { RunsReadout } from "./RunsReadout";
import { useChartTheme } from "./useChartTheme";
import { useExactValues } from "./useExactValues";
import { useMaximised } from "./useMaximised";
import { usePlotKeys } from "./usePlotKeys";
import { usePlotPointer } from "./usePlotPointer";

/** Widths are rounded up to a multiple of this number of pixels, so that resizing seldom computes the lines again. */
const widthStep = 64;

/** The width (pixels) for which the lines of a chart of this width (pixels) are thinned. */
export function roundedWidth(pixels: number): number {
  return Math.ceil(pixels / widthStep) * widthStep;
}

export interface RunsChartProps {
  title: string;
  class?: string;
  lines: readonly ChartLine[];
  /** Whether the lines are those of all wanted runs for the present query; true when left out. */
  isWhole?: boolean;
  decor?: Decor;
  legend: readonly LegendEntry[];
  /** Whether all lines are of one run. The values of all lines at a place are then read out together. */
  isOneRun?: boolean;
  /** Whether the values are drawn behind their averages. */
  showsRaw: boolean;
  /**
   * `range` is the visible part of the axis, left out without a zoom. `whole` is the whole axis, common to all linked
   * charts; by default the range of the lines.
   */
  x: AxisText & { isLog: boolean; range?: Range; whole?: Range };
  /** `range` is the visible part of the axis, left out without a zoom. */
  y: AxisText & {
    isLog: boolean;
    fit: YFit;
    range?: Range;
    format: (value: number) => string;
    difference: (value: number) => string;
  };
  /** One or more sentences about the whole chart. */
  summary: string;
  /** The text in a chart without points. */
  waiting: string;
  controls?: ComponentChildren;
  menu: readonly MenuGroup[];
  /** What is between the heading and the legend. */
  form?: ComponentChildren;
  /** What is below the plot. */
  footer?: ComponentChildren;
  handle?: ChartHandle;
  /** The legend's note about the means of groups: the kind of their bands, and that faint parts are of fewer runs. */
  bands?: string;
  loadValues: LoadValues;
  onRange: (range: Range | undefined) => void;
  onYRange: (range: Range | undefined) => void;
  /** Fits the y axis to all values. */
  showAll: () => void;
  onSelect?: (lineId: string) => void;
  resized?: (width: number) => void;
}

const none: readonly ChartLine[] = [];

/**
 * A chart of lines: of many runs, or of one run. The visible ranges of both axes are props: several charts can share
 * the range of x, and an exported picture needs the range of y.
 */
export function RunsChart(props: RunsChartProps) {
  const { lines, x, y, isWhole = true } = props;
  const theme = useChartTheme();
  const place = useRef<HTMLDivElement>(null);
  const layers = useRef<RunsCanvas>(undefined);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [cursor, setCursor] = useState<Cursor>();

  useLayoutEffect(() => {
    const element = place.current!;
    const [lines, growing, overlay] = element.querySelectorAll("canvas");
    layers.current = new RunsCanvas(lines!, growing!, overlay!);
    const observer = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = element;
      setSize((before) => (before.width === width && before.height === height ? before : { width, height }));
      if (width > 0) props.resized?.(width);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const plot = useMemo(
    () => plotOf(lines, plotArea(size.width, size.height), x, y, props.showsRaw),
    [lines, props.showsRaw, x, y.isLog, y.fit, y.range, size],
  );
  const beyond = useMemo(
    () => lines.filter((line) => exitsOf(line, plot, props.showsRaw).length > 0).length,
    [plot],
  );
  const [isMaximised, maximise] = useMaximised();
  const isEmpty = lines.every(({ series }) => series.extent === undefined);
  useLayoutEffect(() => {
    layers.current?.resize(size.width, size.height);
  }, [size]);
  useLayoutEffect(() => {
    if (size.width > 0)
      layers.current?.draw(
        plot,
        { lines: isEmpty ? none : lines, showsRaw: props.showsRaw, x, y, decor: props.decor },
        theme,
        isWhole,
      );
  }, [plot, theme, x.title, y.title, props.decor, isWhole]);

  const drawn = useMemo(
    () => (cursor ? hoverRows(lines, cursor.x, plot.x, plot.y, cursor.pointer) : []),
    [cursor, plot],
  );
  const rows = useExactValues(drawn, cursor?.x, props.loadValues);
  const current = rows.find(({ line }) => line.id === cursor?.lineId) ?? rows[0];
  const shown =
    current && cursor?.pointer === undefined ? [current, ...rows.filter((row) => row !== current)] : rows;
  useLayoutEffect(() => {
    if (size.width > 0) layers.current?.drawHover(plot, shown, current?.x, theme);
  }, [plot, rows, cursor, theme]);
  useEffect(() => {
    if (cursor && isEmpty) setCursor(undefined);
  }, [isEmpty]);

  const setRange = (range: Range) => props.onRange(limitedRange(range, x.whole ?? wholeRange(lines)));
  // When the zoom of the x axis ends, also by a linked chart, the zoom of the y axis ends, too.
  useEffect(() => {
    if (!x.range) props.onYRange(undefined);
  }, [x.range]);
  const reset = () => {
    props.onYRange(undefined);
    props.onRange(undefined);
  };
  const isZoomed = x.range !== undefined || y.range !== undefined;
  const pointer = usePlotPointer({
    plot,
    isZoomed,
    place,
    inspect: setCursor,
    select: (at) => {
      if (!props.onSelect) return;
      const [nearest] = hoverRows(lines, at.x, plot.x, plot.y, at.pointer);
      if (nearest && Math.abs(plot.y.at(nearest.drawn) - at.pointer!) < 16) props.onSelect(nearest.line.id);
    },
    zoom: (range, vertical) => {
      if (range) setRange(range);
      if (vertical) props.onYRange(vertical);
    },
    reset,
    drawSelection: (box) => layers.current?.drawSelection(box, theme),
  });
  const keys = usePlotKeys({
    lines,
    rows,
    current,
    plot,
    cursor,
    inspect: setCursor,
    loadValues: props.loadValues,
    isOneRun: props.isOneRun ?? false,
    isZoomed,
    setRange,
    select: props.onSelect,
    reset,
  });

  // The element stays the same object while the pointer moves, so that Preact does not render the legend again.
  const legend = useMemo(
    () => <RunsLegend entries={props.legend} bands={props.bands} onSelect={props.onSelect} />,
    [props.legend, props.bands, props.onSelect],
  );
  const at = current && strings.runsChart.place(x.title, x.tick(current.x));
  const warnings =
    current && props.decor ? warningsAt(props.decor, current.x, plot.x, cursor?.pointer !== undefined) : [];
  const values =
    current &&
    at &&
    (props.isOneRun
      ? readoutOfAll(at, inOrder(lines, rows), y)
      : readoutText(at, rowName(current), rowTexts(current, y)));
  const text = values && [values, ...warnings].join("; ");
  const { keys: keysText, keysOfOne } = strings.runsChart;
  return (
    <section
      class={`card chart runs-chart ${props.isOneRun ? "one-run" : ""} ${isMaximised ? "maximised" : ""} ${props.class ?? ""}`}
    >
      <ChartHeader
        title={props.title}
        handle={props.handle}
        beyond={isEmpty ? 0 : beyond}
        showAll={() => {
          props.onYRange(undefined);
          props.showAll();
        }}
        controls={props.controls}
        menu={props.menu}
        isMaximised={isMaximised}
        maximise={maximise}
      />
      {props.form}
      {legend}
      {/* With the role slider, screen readers pass the arrow keys on and read the values. */}
      <div
        ref={place}
        class="plot"
        role="slider"
        tabIndex={0}
        aria-label={`${props.title}. ${props.summary} ${props.isOneRun ? keysOfOne : keysText}`}
        data-points={lines.reduce((sum, { series }) => sum + (series.raw?.x.length ?? 0), 0)}
        aria-valuenow={current?.x ?? plot.x.max}
        aria-valuemin={plot.x.min}
        aria-valuemax={plot.x.max}
        aria-valuetext={text ?? props.summary}
        aria-readonly
        aria-busy={!isWhole}
        onKeyDown={keys}
        onBlur={() => setCursor(undefined)}
        {...pointer}
      >
        <canvas />
        <canvas />
        <canvas />
        {current && at && (
          <RunsReadout
            rows={props.isOneRun ? inOrder(lines, rows) : shown}
            place={at}
            side={plot.x.at(current.x) < (plot.left + plot.right) / 2 ? "right" : "left"}
            texts={y}
            warnings={warnings}
          />
        )}
        {isEmpty && <p class="waiting">{props.waiting}</p>}
      </div>
      {props.footer}
    </section>
  );
}

/** The rows in the order of their lines. */
function inOrder(lines: readonly ChartLine[], rows: readonly HoverRow[]): HoverRow[] {
  return lines.flatMap(({ id }) => rows.find(({ line }) => line.id === id) ?? []);
}
