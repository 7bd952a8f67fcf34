import type { Scale, ScaleOptionsByType } from "chart.js";
import { sparsePowers } from "../figures/axes";
import * as format from "../figures/format";
import type { ChartTheme } from "./chartTheme";

export interface XAxis {
  title: string;
  min: number;
  max: number;
}

export interface YAxis {
  title: string;
  logScale?: boolean;
  tick?: (value: number) => string;
}

/** The range of an axis without data. It must be valid for a logarithmic axis. */
const emptyRange = { min: 1, max: 3 };

/**
 * Width (pixels) of the y axis, enough for the longest tick. It is fixed, so that charts below each other stay aligned.
 */
const yAxisWidth = 54;

/** Chart.js options of both axes. The axes of an empty chart keep their place but have no ticks. */
export function scales(x: XAxis, y: YAxis, isEmpty: boolean, theme: ChartTheme) {
  return {
    x: {
      type: "linear" as const,
      min: x.min,
      max: x.max,
      ...frame(x.title, theme),
      grid: { display: false },
      ticks: {
        ...tickStyle(theme),
        callback: (value: number | string) => (isEmpty ? "" : format.integer(Number(value))),
        includeBounds: false,
        precision: 0,
        maxRotation: 0,
        autoSkipPadding: 12,
      },
    },
    y: {
      type: y.logScale ? ("logarithmic" as const) : ("linear" as const),
      ...frame(y.title, theme),
      ...(isEmpty ? emptyRange : {}),
      afterBuildTicks: (scale: Scale) => {
        const powers = y.logScale && sparsePowers(scale.min, scale.max);
        if (powers) scale.ticks = powers.map((value) => ({ value }));
      },
      afterFit: (scale: Scale) => {
        scale.width = yAxisWidth;
      },
      grid: { display: !isEmpty, color: theme.grid, drawTicks: false },
      ticks: {
        ...tickStyle(theme),
        callback: (value: number | string) => (isEmpty ? "" : (y.tick ?? format.tick)(Number(value))),
        maxTicksLimit: 6,
        autoSkipPadding: 8,
        padding: 6,
      },
    },
  };
}

function frame(title: string, theme: ChartTheme) {
  return {
    border: { display: false },
    title: {
      display: true,
      text: title,
      color: theme.text,
      font: { family: theme.fontFamily, size: 10 },
      padding: 0,
    },
  };
}

function tickStyle(theme: ChartTheme): Pick<ScaleOptionsByType["ticks"], "color" | "font"> {
  return { color: theme.text, font: { family: theme.fontFamily, size: 10 } };
}
