/** The reason with which a run's signal is aborted: the run is to end before its last epoch. */
export class RunEnding extends Error {
  override name = "RunEnding";

  /** @param status `stopped` by a user; `interrupted` by anything else */
  constructor(readonly status: "stopped" | "interrupted") {
    super(status);
  }
}

/** The status of a run whose signal was aborted; an abort without a RunEnding is a stop by a user. */
export function endingOf({ reason }: AbortSignal): RunEnding["status"] {
  return reason instanceof RunEnding ? reason.status : "stopped";
}
