/** The fold of a run's events: computes the state of the run by applying one event after another. */
import * as l10n from "@vscode/l10n";
import { wholeNumber } from "../text/numbers";
import { dropExplosionAfter, judgeLosses, judgeTestLoss } from "./explosion";
import { canReach, extendTo } from "./extendLosses";
import { dropLastWhile } from "./FoldIndex";
import { dropCheckpointsAfter, keepCheckpoint } from "./foldCheckpoints";
import { addEpoch, dropEpochsFrom, expectEpoch } from "./foldEpochs";
import { dropEvaluationsFrom, keepEvaluation } from "./foldEvaluations";
import { mostSteps } from "./limits";
import type {
  ControlEvent,
  FoldEvent,
  FoldedSteps,
  InheritedEvent,
  ResumedEvent,
  StartedEvent,
} from "./RunEvent";
import { emptyRunState, type RunState } from "./RunState";
import { canHappen, statusAfter } from "./statusAfter";
import { isOver } from "./transitions";

/** Largest numbers of controls and warnings in a state. They bound memory for a log of unknown origin. */
const most = { controls: 10_000, warnings: 100 };

/** Computes the state of a run from all its events. */
export function foldEvents(events: Iterable<FoldEvent>): RunState {
  const state = emptyRunState();
  for (const event of events) applyEvent(state, event);
  return state;
}

/**
 * Updates `state` by one event. The events of a run must be applied in their order. Some may be missing, as in a
 * damaged log. The effect of a missing event is then unknown, unless later events imply it. An event that cannot have
 * happened in the state only adds a warning. So does a `steps` event that begins too far after the latest loss.
 */
export function applyEvent(state: RunState, event: FoldEvent): void {
  const status = statusAfter(state, event);
  if (!canHappen(state, event, status)) {
    warn(state, l10n.t("A {0} event came while the run was {1} and was left out.", event.type, state.status));
    return;
  }
  if (event.type === "steps" && !canReach(state, event.firstStep, event.losses.length)) {
    warn(
      state,
      l10n.t(
        "The losses from step {0} on are too far from those before and were left out.",
        wholeNumber(event.firstStep + 1),
      ),
    );
    return;
  }
  if (status && isOver(state.status) && !isOver(status)) reopen(state);
  if (status) state.status = status;
  change(state, event);
}

function change(state: RunState, event: FoldEvent): void {
  switch (event.type) {
    case "started":
      start(state, event);
      break;
    case "inherited":
      inherit(state, event);
      break;
    case "resumed":
      resume(state, event);
      break;
    case "data":
      state.download = {
        file: event.file,
        receivedBytes: event.receivedBytes,
        totalBytes: event.totalBytes,
      };
      break;
    case "dataset": {
      // Views do not show the file names.
      const { type: _, files: __, ...dataset } = event;
      state.dataset = dataset;
      state.download = undefined;
      // The `started` event of a fork does not state whether the fork's first step is within an epoch.
      state.epoch = Math.max(state.epoch, latestEpoch(state));
      break;
    }
    case "steps":
      addSteps(state, event);
      break;
    case "epoch":
      extendTo(state, event.epoch * event.steps);
      addEpoch(state, event);
      judgeTestLoss(state, event);
      state.seconds = event.seconds;
      break;
    case "control":
      extendTo(state, event.step);
      addControl(state, event);
      state.seconds = event.seconds;
      break;
    case "checkpoint":
      extendTo(state, event.step);
      state.completeEpochs = Math.max(state.completeEpochs, event.epoch);
      keepCheckpoint(state, event);
      break;
    case "evaluation":
      keepEvaluation(state, event);
      break;
    case "diagnosis":
      extendTo(state, event.step);
      state.diagnoses = [...state.diagnoses.filter(({ rule }) => rule !== event.rule), event];
      break;
    case "warning":
      warn(state, event.message);
      break;
    case "ended":
      state.error = event.error;
      state.stderr = event.stderr ?? [];
      state.errorCode = event.code;
      state.missing = event.missing ?? [];
      state.download = undefined;
      state.seconds = event.seconds;
      break;
    default:
      event satisfies never;
  }
}

function start(state: RunState, { config, environment, time, parent }: StartedEvent): void {
  state.config = config;
  state.learningRate = config.learningRate;
  state.totalEpochs = config.epochs;
  state.environment = environment;
  state.startedAt = time;
  if (!parent) return;
  const { losses = [], epochs = [], ...origin } = parent;
  state.parent = origin;
  // The parent's losses are unknown until they follow in `inherited` events.
  state.losses.extendTo(Math.min(origin.step, mostSteps));
  state.completeEpochs = origin.epoch;
  state.epoch = origin.epoch;
  if (losses.length <= origin.step) inherit(state, { losses, epochs, firstStep: 0 });
}

/** Adds a part of the parent's curve. */
function inherit(state: RunState, { firstStep, losses, epochs }: Omit<InheritedEvent, "type">): void {
  judgeLosses(state, firstStep, losses);
  state.losses.replace(firstStep, losses);
  const { completeEpochs } = state;
  for (const epoch of epochs) {
    addEpoch(state, epoch);
    judgeTestLoss(state, epoch);
  }
  state.completeEpochs = completeEpochs;
}

function resume(state: RunState, event: ResumedEvent): void {
  rewind(state, event.step, event.epoch);
  extendTo(state, event.step);
  reopen(state);
  state.config = event.config;
  state.learningRate = event.learningRate;
  state.totalEpochs = event.config.epochs;
  state.environment = event.environment;
  state.startedAt ??= event.time;
  state.completeEpochs = event.epoch;
  addMark(state, event);
  state.epoch = latestEpoch(state);
  state.seconds = event.seconds;
}

/**
 * The number of the latest step's epoch: one more than the complete epochs if there are steps after these epochs.
 * Before the data set is loaded, the number of complete epochs.
 */
function latestEpoch({ completeEpochs, dataset, losses }: RunState): number {
  const isWithin = dataset !== undefined && losses.length > completeEpochs * dataset.stepsPerEpoch;
  return completeEpochs + (isWithin ? 1 : 0);
}

/**
 * A copy of the state of an ended run that a trainer is resuming. The log does not hold the `resumed` event yet, so
 * that the copy has the curve and the checkpoints of the ended run.
 */
export function resumedState(state: RunState): RunState {
  // `reopen` replaces members and changes none in place, so that a shallow copy suffices.
  const copy: RunState = { ...state, status: "running" };
  reopen(copy);
  return copy;
}

/** Clears what the end of the run has set, and the speed, since the run continues. */
function reopen(state: RunState): void {
  forgetSpeed(state);
  state.weights = undefined;
  state.error = undefined;
  state.stderr = [];
  state.errorCode = undefined;
  state.missing = [];
}

/** Drops what happened after `step` steps and `epoch` complete epochs, since the run was resumed from that step. */
function rewind(state: RunState, step: number, epoch: number): void {
  state.losses.truncate(step);
  state.learningRates.truncate(step);
  dropExplosionAfter(state, step);
  state.underWaySeconds = 0;
  dropEpochsFrom(state, epoch + 1);
  dropLastWhile(state.controls, (one) => one.step > step);
  state.index.dropLearningRatesAfter(step);
  dropCheckpointsAfter(state, step);
  dropEvaluationsFrom(state, epoch + 1);
  state.diagnoses = state.diagnoses.filter((one) => one.step <= step);
  state.completeEpochs = Math.min(state.completeEpochs, epoch);
}

function addSteps(state: RunState, event: FoldedSteps): void {
  const { epoch, firstStep, losses, learningRates, seconds } = event;
  const before = state.losses.length;
  if (firstStep < before) {
    // Only a `resumed` event sets the run back to an earlier step. The log must have lost that event.
    rewind(state, firstStep, epoch - 1);
    state.learningRate = state.index.learningRate ?? state.config?.learningRate;
    forgetSpeed(state);
  } else measureSpeed(state, event);
  // While the speed is unknown, the time since the last event includes the loading of data. While the run is paused, it
  // includes the pause. Neither counts as training time.
  const isTimed = state.samplesPerSecond !== undefined && state.status !== "paused";
  if (isTimed) state.underWaySeconds += Math.max(0, seconds - state.seconds);
  extendTo(state, firstStep);
  judgeLosses(state, firstStep, losses);
  state.losses.push(losses);
  if (learningRates?.length === losses.length) addRates(state, firstStep, learningRates);
  state.epoch = epoch;
  state.timed = { ...state.timed, epoch };
  state.completeEpochs = Math.max(state.completeEpochs, epoch - 1);
  expectEpoch(state, epoch);
  state.seconds = seconds;
}

function addRates(state: RunState, firstStep: number, rates: ArrayLike<number | null>): void {
  state.learningRates.extendTo(firstStep);
  state.learningRates.push(rates);
  state.learningRate = rates[rates.length - 1] ?? state.learningRate;
}

function addMark(state: RunState, event: ControlEvent | ResumedEvent): void {
  dropLastWhile(state.controls, ({ step }) => step > event.step);
  state.index.noteLearningRate(event);
  state.controls.push(event);
  if (state.controls.length > most.controls) state.controls = state.controls.slice(most.controls / 2);
}

function addControl(state: RunState, event: ControlEvent): void {
  addMark(state, event);
  if (event.value === undefined) return;
  if (event.action === "learningRate") state.learningRate = event.value;
  if (event.action === "epochs") state.totalEpochs = event.value;
}

function warn(state: RunState, message: string): void {
  if (state.warnings.length < most.warnings) state.warnings.push(message);
  else if (state.warnings.length === most.warnings)
    state.warnings.push(l10n.t("Further warnings were left out."));
}

function forgetSpeed(state: RunState): void {
  state.samplesPerSecond = undefined;
  state.timed = { samples: 0, seconds: 0, whole: 0 };
}

/**
 * Updates the speed by the samples of a `steps` event and the time since the previous event. The speed does not depend
 * on the number of steps in an event. The first event of an epoch, and that of a trainer process, is left out, since
 * its time includes preparations. Steps of a paused training are left out, since their time includes the pause.
 */
function measureSpeed(state: RunState, { epoch, firstStep, losses, seconds }: FoldedSteps): void {
  const { samples: earlier, seconds: took, whole, epoch: last } = state.timed;
  if (epoch !== last) state.timed = { samples: earlier / 2, seconds: took / 2, whole };
  else if (state.config && state.status !== "paused") {
    const samples = earlier + (firstStep + losses.length - state.losses.length) * state.config.batchSize;
    const passed = Math.max(0, seconds - state.seconds);
    state.timed = { samples, seconds: took + passed, whole: whole + passed };
    if (state.timed.seconds > 0) state.samplesPerSecond = samples / state.timed.seconds;
  }
}
