import { datasets } from "../../src/datasets/datasets";
import { hasValidation } from "../../src/runs/bestEpoch";
import { isEnded, type RunState } from "../../src/runs/RunState";
import type { EndStatus } from "../../src/runs/transitions";
import { strings } from "../strings";
import * as format from "./format";

/** The status of the run in a few words. */
export function statusText(state: RunState): string {
  const { status } = strings;
  switch (state.status) {
    case "preparing":
      return state.download && state.config
        ? status.downloading(datasets[state.config.dataset.name].label)
        : status.preparing;
    case "running":
      return isTesting(state)
        ? (hasValidation(state) ? status.validating : status.testing)(epochText(state))
        : status.running(epochText(state));
    case "paused":
      return status.paused(epochText(state));
    default:
      return endText(state.status, state);
  }
}

function endText(ended: EndStatus, state: RunState): string {
  const { status } = strings;
  if (state.losses.length === 0) return status.unbegun[ended];
  if (ended === "finished") return status.finished(format.epochs(state.completeEpochs));
  const isBetweenEpochs = state.epoch === state.completeEpochs;
  return (isBetweenEpochs ? status.after : status.within)[ended](epochText(state));
}

/**
 * `2 of 5`: the epoch under way and the number of epochs; `2` while the number is unknown. Before the first step, the
 * first epoch is under way.
 */
export function epochText(state: RunState): string {
  const epoch = format.integer(Math.max(1, state.epoch));
  return state.totalEpochs ? strings.of(epoch, format.integer(state.totalEpochs)) : epoch;
}

/** Whether the model is being validated or tested: between the last batch of an epoch and the epoch's event. */
function isTesting(state: RunState): boolean {
  const perEpoch = state.dataset?.stepsPerEpoch;
  return (
    !isEnded(state) &&
    perEpoch !== undefined &&
    state.epoch > state.completeEpochs &&
    state.losses.length === state.epoch * perEpoch
  );
}
