/**
 * The reason with which the abort signal of a run is aborted. It means that the run should end before its last epoch.
 */
export class RunEnding extends Error {
  override name = "RunEnding";

  /** @param status `stopped` if a user ends the run, `interrupted` if anything else does */
  constructor(readonly status: "stopped" | "interrupted") {
    super(status);
  }
}

/** The status of a run whose abort signal was aborted. If the reason is not a RunEnding, the status is `stopped`. */
export function endingOf({ reason }: AbortSignal): RunEnding["status"] {
  return reason instanceof RunEnding ? reason.status : "stopped";
}
