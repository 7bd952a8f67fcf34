import { percentage } from "../../src/runs/figures";
import type { ControlEvent, RunEvent } from "../../src/runs/RunEvent";
import type { RunState } from "../../src/runs/RunState";
import { strings } from "../strings";
import * as format from "./format";
import { bestText } from "./tiles";

/** The text for screen readers about an event: ends of epochs and of the run, actions of a user, and warnings. */
export function announcement(event: RunEvent, state: RunState): string | undefined {
  const { announce } = strings;
  if (event.type === "epoch") {
    const epoch = format.integer(event.epoch);
    return announce.epoch(
      state.totalEpochs ? strings.of(epoch, format.integer(state.totalEpochs)) : epoch,
      percentage(event.testAccuracy),
      format.loss(event.testLoss),
    );
  }
  if (event.type === "warning") return announce.warning(event.message);
  if (event.type === "control") return ofControl(event, state);
  if (event.type === "resumed") return announce.continued(format.integer(event.step));
  if (event.type !== "ended") return undefined;
  if (event.error) return announce.failed(event.error);
  if (event.status === "finished") return announce.finished(bestText(state));
  if (event.status === "stopped") return announce.stopped;
  if (event.status === "interrupted") return announce.interrupted;
  return announce.failed(strings.failedWithoutReason);
}

function ofControl({ action, step, value }: ControlEvent, state: RunState): string {
  const { announce } = strings;
  const at = format.integer(step);
  switch (action) {
    case "paused":
      return announce.paused(at);
    case "resumed":
      return announce.resumed(at);
    case "stepped":
      return announce.stepped(at, format.loss(state.losses.at(-1)));
    case "learningRate":
      return announce.learningRate(String(value ?? strings.none));
    case "epochs":
      return announce.epochs(value === undefined ? strings.none : format.epochs(value));
  }
}
