import type { SeriesAxis } from "../src/runs/seriesKinds";
import type { LiveChartId } from "./figures/liveCharts";
import type { YAxisChoice } from "./figures/yAxis";
import { vscodeApi } from "./vscodeApi";

/** What a user chose for a chart. For a member that is left out, the chart's default applies. */
export interface LiveChartState {
  x?: SeriesAxis;
  logX?: boolean;
  y?: YAxisChoice;
}

/** The settings of the view, which VS Code keeps over reloads. All data come from the host. */
export interface ViewState {
  /** Weight of the loss chart's exponential average, from 0 to below 1. */
  smoothing: number;
  charts: Partial<Record<LiveChartId, LiveChartState>>;
}

const initial: ViewState = { smoothing: 0.9499, charts: {} };

export function loadViewState(): ViewState {
  return { ...initial, ...(vscodeApi.getState() as Partial<ViewState> | undefined) };
}

export function saveViewState(state: ViewState): void {
  vscodeApi.setState(state);
}
