import { percentage } from "../../src/runs/figures";
import type { RunEvent } from "../../src/runs/RunEvent";
import type { RunState } from "../../src/runs/RunState";
import { strings } from "../strings";
import * as format from "./format";
import { bestText } from "./tiles";

/** What a screen reader says of an event: the ends of epochs and of the run, nothing of single steps. */
export function announcement(event: RunEvent, state: RunState): string | undefined {
  const { announce } = strings;
  if (event.type === "epoch") {
    const epoch = format.integer(event.epoch);
    return announce.epoch(
      state.config ? strings.of(epoch, format.integer(state.config.epochs)) : epoch,
      percentage(event.testAccuracy),
      format.loss(event.testLoss),
    );
  }
  if (event.type !== "ended") return undefined;
  if (event.status === "finished") return announce.finished(bestText(state));
  if (event.status === "stopped") return announce.stopped;
  return announce.failed(event.error ?? strings.failedWithoutReason);
}
