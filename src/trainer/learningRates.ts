import type { RunState } from "../runs/RunState";

/**
 * Returns the learning rate that a user last set at this step; undefined if no user set one. The rate may have been set
 * before or after the step's checkpoint was written.
 */
export function learningRateAt(step: number, controls: RunState["controls"]): number | undefined {
  return changesOfLearningRate(controls).findLast((event) => event.step === step)?.value;
}

/**
 * The learning rates that a user set after this step, by step. If a user set several at one step, the last one counts.
 */
export function learningRatesAfter(step: number, controls: RunState["controls"]): Map<number, number> {
  const later = changesOfLearningRate(controls).filter((event) => event.step > step);
  return new Map(later.map((event) => [event.step, event.value]));
}

function changesOfLearningRate(controls: RunState["controls"]): { step: number; value: number }[] {
  return controls.flatMap((event) => {
    if (event.type !== "control" || event.action !== "learningRate" || event.value === undefined) return [];
    return { step: event.step, value: event.value };
  });
}
