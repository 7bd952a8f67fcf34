import { diagnosisAdvice, diagnosisSentence } from "../../src/runs/diagnoses/diagnosisText";
import { percentage } from "../../src/runs/figures";
import type { ControlEvent, EndedEvent, RunEvent } from "../../src/runs/RunEvent";
import type { RunState } from "../../src/runs/RunState";
import { sentences } from "../../src/text/sentences";
import { strings } from "../strings";
import * as format from "./format";
import { bestText } from "./tiles";

/**
 * The text for screen readers about the end of an epoch or of the run, a resume, an action of a user, a diagnosis or a
 * warning; undefined for any other event.
 * @param state the run's state after the event
 */
export function announcement(event: RunEvent, state: RunState): string | undefined {
  const { announce } = strings;
  switch (event.type) {
    case "epoch": {
      const epoch = format.integer(event.epoch);
      const { validationAccuracy, validationLoss } = event;
      return sentences(
        announce.epoch(
          state.totalEpochs ? strings.of(epoch, format.integer(state.totalEpochs)) : epoch,
          percentage(event.testAccuracy),
          format.loss(event.testLoss),
        ),
        ...(validationAccuracy === undefined
          ? []
          : [announce.validation(percentage(validationAccuracy), format.loss(validationLoss))]),
      );
    }
    case "diagnosis":
      return `${diagnosisSentence(event, state)} ${diagnosisAdvice(event)}`;
    case "warning":
      return announce.warning(event.message);
    case "control":
      return ofControl(event, state);
    case "resumed":
      return announce.continued(format.integer(event.step));
    case "ended":
      return ofEnd(event, state);
    case "started":
    case "inherited":
    case "data":
    case "dataset":
    case "steps":
    case "checkpoint":
    case "evaluation":
      return undefined;
    default:
      return event satisfies never;
  }
}

function ofEnd({ status, error }: EndedEvent, state: RunState): string {
  const { announce } = strings;
  if (error) return announce.failed(error);
  switch (status) {
    case "finished":
      return announce.finished(bestText(state));
    case "stopped":
      return announce.stopped;
    case "interrupted":
      return announce.interrupted;
    case "failed":
      return announce.failed(strings.failedWithoutReason);
  }
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
