/** Progress, training time and remaining time of a run. */
import { evaluationSeconds } from "./epochFigures";
import { isEnded, type RunState } from "./RunState";

/**
 * Time (s) of a run's own training, validation and testing. Not included are pauses, loading, the time between
 * processes, and the time of a fork's parent.
 */
export function trainingSeconds({
  completeSeconds,
  underWaySeconds,
}: Pick<RunState, "completeSeconds" | "underWaySeconds">): number {
  return completeSeconds + underWaySeconds;
}

/**
 * Share (0 to 1) of the whole run's steps that are done, including the parent's steps up to a fork; undefined where
 * {@link totalSteps} is undefined.
 */
export function progress(state: RunState): number | undefined {
  const total = totalSteps(state);
  return total === undefined ? undefined : Math.min(1, state.losses.length / total);
}

/**
 * Number of steps of the whole run, including the parent's steps up to a fork; undefined while the number of epochs or
 * the data set is unknown.
 */
export function totalSteps(state: RunState): number | undefined {
  if (!state.totalEpochs || !state.dataset) return undefined;
  return state.totalEpochs * state.dataset.stepsPerEpoch;
}

/**
 * Training time (s) of a trainer process before which the remaining time is not estimated. Its first steps are many
 * times slower than later ones, since their code is not compiled yet.
 */
const leastMeasured = 1;

/**
 * Time (s) until the end of the run at the present speed, including validation and testing. Undefined for an ended run,
 * before {@link leastMeasured}, and while the speed or the number of steps is unknown.
 */
export function remainingSeconds(state: RunState): number | undefined {
  const total = totalSteps(state);
  if (total === undefined || !state.config || !state.samplesPerSecond || isEnded(state)) return undefined;
  if (state.timed.whole < leastMeasured) return undefined;
  const steps = Math.max(0, total - state.losses.length);
  const training = (steps * state.config.batchSize) / state.samplesPerSecond;
  const last = state.epochs.at(-1);
  return (
    training +
    (last ? evaluationSeconds(last) : 0) * Math.max(0, (state.totalEpochs ?? 0) - state.completeEpochs)
  );
}
