import type { RunEvent } from "./RunEvent";

/** Whether a user waits for an event: it answers a control, or ends the run. */
export function isAwaited({ type }: RunEvent): boolean {
  return type === "control" || type === "resumed" || type === "ended";
}
