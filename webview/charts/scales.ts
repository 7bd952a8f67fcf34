import type { ScaleOptionsByType } from "chart.js";
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

/** Chart.js's description of both axes. */
export function scales(x: XAxis, y: YAxis, theme: ChartTheme) {
  return {
    x: {
      type: "linear" as const,
      min: x.min,
      max: x.max,
      ...frame(x.title, theme),
      grid: { display: false },
      ticks: {
        ...tickStyle(theme),
        callback: (value: number | string) => format.integer(Number(value)),
        includeBounds: false,
        precision: 0,
        maxRotation: 0,
        autoSkipPadding: 12,
      },
    },
    y: {
      type: y.logScale ? ("logarithmic" as const) : ("linear" as const),
      ...frame(y.title, theme),
      grid: { color: theme.grid, drawTicks: false },
      ticks: {
        ...tickStyle(theme),
        callback: (value: number | string) => (y.tick ?? format.tick)(Number(value)),
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
