import { datasets } from "../datasets/datasets";
import type { RunState } from "./RunState";
import type { RunStatus } from "./transitions";

/**
 * Whether the best test accuracy of a run is that of guessing: at most three standard deviations above the share of one
 * class. Undefined without an epoch or a data set.
 */
export function isAtChance({ best, dataset }: Pick<RunState, "best" | "dataset">): boolean | undefined {
  if (!best || !dataset) return undefined;
  const share = 1 / datasets[dataset.name].classes.length;
  const deviation = Math.sqrt((share * (1 - share)) / Math.max(1, dataset.testSamples));
  return best.testAccuracy <= share + 3 * deviation;
}

/** The name of a run's sign: its status, or `guessing` for a finished run that is at chance. */
export function runSignName(state: Pick<RunState, "status" | "best" | "dataset">): RunStatus | "guessing" {
  return state.status === "finished" && isAtChance(state) ? "guessing" : state.status;
}
