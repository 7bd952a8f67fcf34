/** Why a run is to end before its last epoch; what the signal that ends it is aborted with. */
export class RunEnding extends Error {
  override name = "RunEnding";

  /** @param status `stopped` by a user; `interrupted` by what no user asked for. */
  constructor(readonly status: "stopped" | "interrupted") {
    super(status);
  }
}

/** How a run ends whose signal was aborted; a bare abort is a wish to stop. */
export function endingOf({ reason }: AbortSignal): RunEnding["status"] {
  return reason instanceof RunEnding ? reason.status : "stopped";
}
