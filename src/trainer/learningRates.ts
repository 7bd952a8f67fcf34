import type { RunState } from "../runs/RunState";

/** The learning rate that a user set at this step, before or after the checkpoint was written. */
export function learningRateAt(step: number, controls: RunState["controls"]): number | undefined {
  return changesOfLearningRate(controls).findLast((event) => event.step === step)?.value;
}

/** The learning rates that a user set at later steps, by step. */
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
