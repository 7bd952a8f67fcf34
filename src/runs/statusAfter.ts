/** The status of a run after an event, and whether the event can have happened. */
import type { FoldEvent, FoldedSteps, InheritedEvent } from "./RunEvent";
import type { RunState } from "./RunState";
import { canChange, type RunStatus } from "./transitions";

/** The status after an event; undefined if the event does not change the status. */
export function statusAfter(state: RunState, event: FoldEvent): RunStatus | undefined {
  switch (event.type) {
    case "resumed":
    case "dataset":
      return "running";
    case "control":
      if (event.action === "paused" || event.action === "stepped") return "paused";
      return event.action === "resumed" || state.status === "preparing" ? "running" : undefined;
    case "steps":
      return state.status === "paused" && isSingleStep(state, event) ? undefined : "running";
    case "epoch":
      return state.status === "paused" ? undefined : "running";
    case "ended":
      return event.status;
    case "started":
    case "inherited":
    case "data":
    case "checkpoint":
    case "evaluation":
    case "diagnosis":
    case "warning":
      return undefined;
    default:
      return event satisfies never;
  }
}

/**
 * Whether a `steps` event ends no more than one step after the latest `control` or `resumed` event. A paused run then
 * stays paused: the user trains a single batch, and a `stepped` event follows.
 */
function isSingleStep({ controls }: RunState, { firstStep, losses }: FoldedSteps): boolean {
  const last = controls.at(-1);
  return last !== undefined && firstStep + losses.length <= last.step + 1;
}

/** Whether an event can have happened in a state. @param status the result of {@link statusAfter} for the event */
export function canHappen(state: RunState, event: FoldEvent, status: RunStatus | undefined): boolean {
  if (event.type === "started") return state.startedAt === undefined;
  if (event.type === "inherited") return canInherit(state, event);
  // A damaged log may lack the `dataset` event, which changes `preparing` to `running`. A `control` event in the status
  // `preparing` is therefore treated as if the status were `running`.
  const from = event.type === "control" && state.status === "preparing" ? "running" : state.status;
  return !status || status === from || canChange(from, status);
}

function canInherit({ status, parent }: RunState, { firstStep, losses, epochs }: InheritedEvent): boolean {
  return (
    status === "preparing" &&
    parent !== undefined &&
    firstStep + losses.length <= parent.step &&
    epochs.every(({ epoch }) => epoch <= parent.epoch)
  );
}
