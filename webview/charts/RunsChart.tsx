import type { ComponentChildren, HTMLAttributes } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { type ChartLine, wholeRange } from "../figures/chartLine";
import type { Decor } from "../figures/decor";
import {
  type Cursor,
  type HoverRow,
  hoverRows,
  type LoadValues,
  readoutOfAll,
  readoutText,
  rowTexts,
} from "../figures/hoverRows";
import type { LegendEntry } from "../figures/legend";
import { limitedRange, type Range } from "../figures/plotScale";
import { strings } from "../strings";
import { type AxisText, plotArea } from "./drawRuns";
import { plotOf } from "./plotOf";
import { RunsCanvas } from "./RunsCanvas";
import { RunsLegend } from "./RunsLegend";
import { RunsReadout } from "./RunsReadout";
import { useChartTheme } from "./useChartTheme";
import { useExactValues } from "./useExactValues";
import { usePlotKeys } from "./usePlotKeys";
import { usePlotPointer } from "./usePlotPointer";

/** Widths are rounded up to a multiple of this number of pixels, so that resizing computes lines rarely. */
const widthStep = 64;

/** The width (pixels) for which lines are thinned. */
export function roundedWidth(pixels: number): number {
  return Math.ceil(pixels / widthStep) * widthStep;
}

export interface RunsChartProps {
  title: string;
  class?: string;
  lines: readonly ChartLine[];
  decor?: Decor;
  legend: readonly LegendEntry[];
  /** Whether all lines are of one run, and are read together. */
  isOneRun?: boolean;
  /** Whether values are drawn behind their averages. */
  showsRaw: boolean;
  /** `range` is the visible part, `whole` the whole axis of all linked charts. */
  x: AxisText & { isLog: boolean; range?: Range; whole?: Range };
  y: AxisText & { isLog: boolean; format: (value: number) => string };
  /** One sentence about the whole chart. */
  summary: string;
  /** The text in a chart without points. */
  waiting: string;
  controls?: ComponentChildren;
  /** What is below the plot. */
  footer?: ComponentChildren;
  /** Attributes of the heading, by which the chart may be dragged. */
  handle?: Pick<HTMLAttributes<HTMLHeadingElement>, "draggable" | "title" | "onDragStart" | "onDragEnd">;
  /** What the bands around the lines show. */
  bands?: string;
  loadValues: LoadValues;
  onRange: (range: Range | undefined) => void;
  onSelect?: (lineId: string) => void;
  resized?: (width: number) => void;
}

/** A chart of lines: of many runs, or of one. The x range belongs to the parent, which links charts by it. */
export function RunsChart(props: RunsChartProps) {
  const { lines, x, y } = props;
  const theme = useChartTheme();
  const place = useRef<HTMLDivElement>(null);
  const layers = useRef<RunsCanvas>(undefined);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [yRange, setYRange] = useState<Range>();
  const [cursor, setCursor] = useState<Cursor>();

  useLayoutEffect(() => {
    const element = place.current!;
    const [bottom, top] = element.querySelectorAll("canvas");
    layers.current = new RunsCanvas(bottom!, top!);
    const observer = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = element;
      setSize((before) => (before.width === width && before.height === height ? before : { width, height }));
      if (width > 0) props.resized?.(width);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const plot = useMemo(
    () => plotOf(lines, plotArea(size.width, size.height), x, y, props.showsRaw, yRange),
    [lines, props.showsRaw, x, y.isLog, yRange, size],
  );
  const isEmpty = lines.every(({ series }) => series.extent === undefined);
  useLayoutEffect(() => {
    layers.current?.resize(size.width, size.height);
  }, [size]);
  useLayoutEffect(() => {
    if (size.width > 0)
      layers.current?.draw(
        plot,
        { lines: isEmpty ? [] : lines, showsRaw: props.showsRaw, x, y, decor: props.decor },
        theme,
      );
  }, [plot, theme, x.title, y.title, props.decor]);

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
  // What shows the whole x axis again shows all values.
  useEffect(() => {
    if (!x.range) setYRange(undefined);
  }, [x.range]);
  const reset = () => {
    setYRange(undefined);
    props.onRange(undefined);
  };
  const pointer = usePlotPointer({
    plot,
    place,
    inspect: setCursor,
    select: (at) => {
      if (!props.onSelect) return;
      const [nearest] = hoverRows(lines, at.x, plot.x, plot.y, at.pointer);
      if (nearest && Math.abs(plot.y.at(nearest.drawn) - at.pointer!) < 16) props.onSelect(nearest.line.id);
    },
    zoom: (range, vertical) => {
      setRange(range);
      if (vertical) setYRange(vertical);
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
    setRange,
    select: props.onSelect,
    reset,
  });

  const at = current && strings.runsChart.place(x.title, x.tick(current.x));
  const text =
    current &&
    at &&
    (props.isOneRun
      ? readoutOfAll(at, inOrder(lines, rows), y.format)
      : readoutText(at, current.line.name, rowTexts(current, y.format)));
  const { keys: keysText, keysOfOne } = strings.runsChart;
  return (
    <section class={`card chart runs-chart ${props.isOneRun ? "one-run" : ""} ${props.class ?? ""}`}>
      <header>
        <h2 {...props.handle}>{props.title}</h2>
        {props.controls}
      </header>
      <RunsLegend entries={props.legend} bands={props.bands} onSelect={props.onSelect} />
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
        onKeyDown={keys}
        onBlur={() => setCursor(undefined)}
        {...pointer}
      >
        <canvas />
        <canvas />
        {current && at && (
          <RunsReadout
            rows={props.isOneRun ? inOrder(lines, rows) : shown}
            place={at}
            side={plot.x.at(current.x) < (plot.left + plot.right) / 2 ? "right" : "left"}
            format={y.format}
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
