import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Point } from "../figures/MinMaxSeries";
import { LineChart, type LineChartData } from "./LineChart";
import { useChartTheme } from "./useChartTheme";

/** Number of drawn points by which a key moves the crosshair. */
const moves: Record<string, number> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  PageDown: -25,
  PageUp: 25,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/** A chart with its heading and its legend. While a value is inspected, the value replaces the legend. */
export function ChartFigure(props: {
  title: string;
  class: string;
  legend: ComponentChildren;
  controls?: ComponentChildren;
  /** The chart is drawn again when this is another object. */
  data: LineChartData;
  /** The whole chart in a sentence, for screen readers. */
  description: string;
  /** The text in a chart without points. */
  waiting: string;
  /** The text about an inspected point. */
  readout: (point: Point) => string;
  resized?: (width: number) => void;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<LineChart>(undefined);
  const resized = useRef(props.resized);
  resized.current = props.resized;
  const theme = useChartTheme();
  const [point, setPoint] = useState<Point>();

  useEffect(() => {
    chart.current = new LineChart(canvas.current!, props.data, theme, (width) => resized.current?.(width));
    return () => chart.current?.destroy();
  }, []);
  useEffect(() => chart.current?.update(props.data, theme), [props.data, theme]);

  const move = (event: KeyboardEvent) => {
    const count = moves[event.key];
    if (count === undefined) return;
    event.preventDefault();
    setPoint(chart.current?.inspectBy(count));
  };
  const leave = () => {
    chart.current?.leave();
    setPoint(undefined);
  };
  const isEmpty = props.data.inspected.points.length === 0;
  const readout = point && props.readout(point);

  return (
    <section class={`card chart ${props.class}`}>
      <header>
        <h2>{props.title}</h2>
        <div class="legend-place">
          <p class={`legend ${readout ? "covered" : ""}`}>{props.legend}</p>
          {readout && <p class="readout">{readout}</p>}
        </div>
      </header>
      {/* With the role slider, screen readers pass the arrow keys on and read the values. */}
      <div
        class="plot"
        role="slider"
        tabIndex={0}
        aria-label={`${props.title}. ${props.description}`}
        aria-valuenow={point?.x ?? props.data.x.max}
        aria-valuemin={props.data.x.min}
        aria-valuemax={props.data.x.max}
        aria-valuetext={readout ?? props.description}
        aria-readonly
        onKeyDown={move}
        onBlur={leave}
        onPointerMove={(event) => setPoint(chart.current?.inspectAt(event.offsetX))}
        onPointerLeave={leave}
      >
        <canvas ref={canvas} />
        {isEmpty && <p class="waiting">{props.waiting}</p>}
      </div>
      {props.controls}
    </section>
  );
}
