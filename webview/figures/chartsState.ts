import { type SeriesAxis, type SeriesMetric, seriesAxes, seriesMetrics } from "../../src/runs/seriesKinds";
import { type BandKind, bandKinds } from "./groupBand";
import { restoreYAxis, type YAxisChoice } from "./yAxis";

/** What a user chose for the charts. The host keeps it as JSON. */
export interface ChartsState {
  /**
   * The charts that are shown, in order. A chart of a validation metric is shown only while a drawn run has a
   * validation set.
   */
  charts: SeriesMetric[];
  x: SeriesAxis;
  logX: boolean;
  y: Partial<Record<SeriesMetric, YAxisChoice>>;
  /** Weight of the exponential average, from 0 to below 1. */
  smoothing: number;
  band: BandKind;
}

export const defaultChartsState: ChartsState = {
  charts: ["loss", "testLoss", "testAccuracy", "validationLoss", "validationAccuracy"],
  x: "step",
  logX: false,
  y: {},
  smoothing: 0.9499,
  band: "sd",
};

/** Reads the state that the host kept. A member that is missing or invalid gets its default. */
export function restoreChartsState(kept: unknown): ChartsState {
  const given = (typeof kept === "object" && kept !== null ? kept : {}) as Partial<
    Record<keyof ChartsState, unknown>
  >;
  const state = { ...defaultChartsState };
  if (isMetrics(given.charts)) state.charts = [...new Set(given.charts)];
  if (isOneOf(seriesAxes, given.x)) state.x = given.x;
  if (typeof given.logX === "boolean") state.logX = given.logX;
  if (typeof given.y === "object" && given.y !== null) state.y = restoreYAxes(given.y);
  const { smoothing } = given;
  if (typeof smoothing === "number" && smoothing >= 0 && smoothing < 1) state.smoothing = smoothing;
  if (isOneOf(bandKinds, given.band)) state.band = given.band;
  return state;
}

function restoreYAxes(kept: Partial<Record<SeriesMetric, unknown>>): ChartsState["y"] {
  const known = seriesMetrics.filter((metric) => kept[metric] !== undefined);
  return Object.fromEntries(known.map((metric) => [metric, restoreYAxis(kept[metric])]));
}

function isMetrics(value: unknown): value is SeriesMetric[] {
  return Array.isArray(value) && value.every((one) => isOneOf(seriesMetrics, one));
}

function isOneOf<T extends string>(all: readonly T[], value: unknown): value is T {
  return all.some((one) => one === value);
}

/**
 * The list with `item` moved by a number of places, towards the start if the number is negative, but not beyond the
 * ends. Without `item` in the list, a copy.
 */
export function moved<T>(list: readonly T[], item: T, by: number): T[] {
  const from = list.indexOf(item);
  if (from < 0) return [...list];
  const rest = list.toSpliced(from, 1);
  return rest.toSpliced(Math.min(rest.length, Math.max(0, from + by)), 0, item);
}
