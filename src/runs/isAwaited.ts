import type { RunEvent } from "./RunEvent";

/** Whether a user waits for an event: the event answers an action of the user, or reports the end of the run. */
export function isAwaited({ type }: RunEvent): boolean {
  switch (type) {
    case "control":
    case "resumed":
    case "ended":
      return true;
    case "started":
    case "inherited":
    case "data":
    case "dataset":
    case "steps":
    case "epoch":
    case "checkpoint":
    case "evaluation":
    case "diagnosis":
    case "warning":
      return false;
    default:
      return type satisfies never;
  }
}
