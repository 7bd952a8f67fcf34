import { useLayoutEffect } from "preact/hooks";

/** What is on display, as attributes of the body for tests and other tools to read. */
export interface BodyData {
  /** The run's status, or `none`. */
  status: string;
  /** Losses folded. */
  steps: number;
  epochs: number;
  runId: string;
  /** Points that the loss chart draws of them. */
  points: number;
}

export function useBodyData(data: BodyData): void {
  useLayoutEffect(() => {
    for (const [name, value] of Object.entries(data)) document.body.dataset[name] = String(value);
  });
}
