import {
  Chart,
  type ChartDataset,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
} from "chart.js";
import type { Point } from "../figures/MinMaxSeries";
import type { Mark } from "../figures/marks";
import { nearestPoint } from "../figures/nearestPoint";
import type { ChartColour, ChartTheme } from "./chartTheme";
import { drawCrosshair, drawMarks, drawVerticals } from "./overlays";
import { scales, type XAxis, type YAxis } from "./scales";

Chart.register(LineController, LineElement, PointElement, LinearScale, LogarithmicScale);

/** One line of a chart. */
export interface Line {
  points: Point[];
  colour: ChartColour;
  width: number;
  dashed?: boolean;
  /** Radius (pixels) of the line's points; 0 for a line without points. */
  pointRadius?: number;
  /** Whether to draw rings at the points, and no line between them. */
  rings?: boolean;
}

export interface LineChartData {
  /** The first line is drawn on top. */
  lines: Line[];
  /** The line whose values the crosshair shows. */
  inspected: Line;
  x: XAxis;
  y: YAxis;
  /** Places on the x axis of faint vertical lines. */
  verticals?: number[];
  /** Labelled lines at the fork, and where a user paused, resumed or changed the training. */
  marks?: readonly Mark[];
}

/** A Chart.js line chart. Its points are thinned out beforehand, and it never animates. */
export class LineChart {
  #chart: Chart<"line", Point[]>;
  #data: LineChartData;
  #theme: ChartTheme;
  #inspected: number | undefined;

  /** @param resized called with the chart's width in pixels whenever it changes */
  constructor(
    canvas: HTMLCanvasElement,
    data: LineChartData,
    theme: ChartTheme,
    resized: (width: number) => void,
  ) {
    this.#data = data;
    this.#theme = theme;
    this.#chart = new Chart<"line", Point[]>(canvas, {
      type: "line",
      data: { datasets: this.#datasets() },
      options: {
        animation: false,
        parsing: false,
        normalized: true,
        maintainAspectRatio: false,
        events: [],
        onResize: (_, { width }) => resized(width),
        layout: { padding: { top: 8, right: 8 } },
        scales: this.#scales(),
      },
      plugins: [
        {
          id: "overlays",
          beforeDatasetsDraw: (chart) =>
            drawVerticals(chart, this.#data.verticals ?? [], this.#data.marks ?? [], this.#theme),
          afterDatasetsDraw: (chart) => {
            drawMarks(chart, this.#data.marks ?? [], this.#theme);
            drawCrosshair(chart, this.#point(), this.#theme.crosshair);
          },
        },
      ],
    });
  }

  /** Draws the chart with other data. */
  update(data: LineChartData, theme: ChartTheme): void {
    this.#data = data;
    this.#theme = theme;
    this.#chart.data.datasets = this.#datasets();
    this.#chart.options.scales = this.#scales();
    this.#chart.update("none");
  }

  /**
   * Moves the crosshair to the point nearest to a position, in pixels from the canvas's left edge. Returns the point;
   * undefined in an empty chart.
   */
  inspectAt(pixel: number): Point | undefined {
    return this.#inspect(this.#chart.scales.x?.getValueForPixel(pixel));
  }

  /**
   * Moves the crosshair by a number of drawn points, from behind the last point when it is hidden. Returns the point;
   * undefined in an empty chart.
   */
  inspectBy(count: number): Point | undefined {
    const points = this.#data.inspected.points.filter((point) => !Number.isNaN(point.y));
    const current = this.#point();
    const from = current ? points.findIndex((point) => point.x === current.x) : points.length;
    return this.#inspect(points[Math.min(points.length - 1, Math.max(0, from + count))]?.x);
  }

  /** Hides the crosshair. */
  leave(): void {
    this.#inspect(undefined);
  }

  destroy(): void {
    this.#chart.destroy();
  }

  #inspect(x: number | undefined): Point | undefined {
    this.#inspected = x;
    this.#chart.draw();
    return this.#point();
  }

  #point(): Point | undefined {
    return this.#inspected === undefined
      ? undefined
      : nearestPoint(this.#data.inspected.points, this.#inspected);
  }

  #scales() {
    const { x, y, inspected } = this.#data;
    return scales(x, y, inspected.points.length === 0, this.#theme);
  }

  #datasets(): ChartDataset<"line", Point[]>[] {
    return this.#data.lines.map((line, index) => ({
      data: line.points,
      order: index,
      showLine: !line.rings,
      borderColor: this.#theme[line.colour],
      backgroundColor: line.rings ? "transparent" : this.#theme[line.colour],
      borderWidth: line.width,
      borderDash: line.dashed ? [4, 3] : [],
      pointRadius: line.pointRadius ?? 0,
      // Distance (pixels) from the plot area within which points are drawn, so that a point on the edge is complete.
      clip: 8,
    }));
  }
}
