import { useLayoutEffect } from "preact/hooks";

/** Facts about the run on display, as attributes of the body for tests and other tools. */
export interface BodyData {
  /** The run's status, or `none` if no run is on display. */
  status: string;
  /** Number of losses in the run's state. */
  steps: number;
  epochs: number;
  runId: string;
}

export function useBodyData(data: BodyData): void {
  useLayoutEffect(() => {
    for (const [name, value] of Object.entries(data)) document.body.dataset[name] = String(value);
  });
}
