import { vscodeApi } from "./vscodeApi";

/** How this view is set to look; kept by VS Code over reloads. Everything else comes from the host. */
export interface ViewState {
  /** Weight of the loss chart's exponential average, from 0 to below 1. */
  smoothing: number;
  /** Left out, the loss chart chooses by the range of its values. */
  logScale?: boolean;
}

const initial: ViewState = { smoothing: 0.9499 };

export function loadViewState(): ViewState {
  return { ...initial, ...(vscodeApi.getState() as Partial<ViewState> | undefined) };
}

export function saveViewState(state: ViewState): void {
  vscodeApi.setState(state);
}
