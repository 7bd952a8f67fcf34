import { datasets } from "../datasets/datasets";
import type { RunState } from "./RunState";
import type { RunStatus } from "./transitions";

/** Largest test accuracy that counts as guessing: the share of one class plus three standard deviations. */
export function chanceLevel({ classes, testSamples }: { classes: number; testSamples: number }): number {
  const share = 1 / classes;
  return share + 3 * Math.sqrt((share * (1 - share)) / Math.max(1, testSamples));
}

/**
 * Whether the best test accuracy of a run is at most {@link chanceLevel}. Undefined without an epoch or a data set.
 */
export function isAtChance({ best, dataset }: Pick<RunState, "best" | "dataset">): boolean | undefined {
  if (!best || !dataset) return undefined;
  const { classes } = datasets[dataset.name];
  return best.testAccuracy <= chanceLevel({ classes: classes.length, testSamples: dataset.testSamples });
}

/** The name of a run's sign: its status, or `guessing` for a finished run that is at chance. */
export function runSignName(state: Pick<RunState, "status" | "best" | "dataset">): RunStatus | "guessing" {
  return state.status === "finished" && isAtChance(state) ? "guessing" : state.status;
}
