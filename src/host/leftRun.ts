import type { RunSummary } from "../runs/RunStore";

/** The run that an earlier window left and that can be resumed; undefined while there is none, or it still trains. */
export function findLeftRun(
  leftRunId: string | undefined,
  runs: readonly RunSummary[],
): RunSummary | undefined {
  const run = runs.find(({ id }) => id === leftRunId);
  return run && (run.state.status === "interrupted" || run.state.status === "stopped") ? run : undefined;
}
