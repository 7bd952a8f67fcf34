import { vscodeApi } from "./vscodeApi";

/** The settings of the view, which VS Code keeps over reloads. All data come from the host. */
export interface ViewState {
  /** Weight of the loss chart's exponential average, from 0 to below 1. */
  smoothing: number;
  /** Whether the loss axis is logarithmic. Default: chosen by the range of the losses. */
  logScale?: boolean;
}

const initial: ViewState = { smoothing: 0.9499 };

export function loadViewState(): ViewState {
  return { ...initial, ...(vscodeApi.getState() as Partial<ViewState> | undefined) };
}

export function saveViewState(state: ViewState): void {
  vscodeApi.setState(state);
}
