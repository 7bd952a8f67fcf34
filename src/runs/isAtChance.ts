import { datasets } from "../datasets/datasets";
import type { RunState } from "./RunState";
import type { RunStatus } from "./transitions";

/**
 * Largest test accuracy that counts as guessing: 1 / `classes` plus three standard deviations of a guesser's accuracy.
 */
export function chanceLevel({ classes, testSamples }: { classes: number; testSamples: number }): number {
  const share = 1 / classes;
  return share + 3 * Math.sqrt((share * (1 - share)) / Math.max(1, testSamples));
}

/**
 * Whether the test accuracy of a run's best epoch is not above {@link chanceLevel}. Undefined before the end of the
 * run's own first epoch, and if the log lacks the data set.
 */
export function isAtChance({ best, dataset }: Pick<RunState, "best" | "dataset">): boolean | undefined {
  if (!best || !dataset) return undefined;
  const { classes } = datasets[dataset.name];
  return best.testAccuracy <= chanceLevel({ classes: classes.length, testSamples: dataset.testSamples });
}

/**
 * The name of the sign that views show for a run: the run's status, or `guessing` for a finished run for which
 * {@link isAtChance} is true.
 */
export function runSignName(state: Pick<RunState, "status" | "best" | "dataset">): RunStatus | "guessing" {
  return state.status === "finished" && isAtChance(state) ? "guessing" : state.status;
}
