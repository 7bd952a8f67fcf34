import { decodeLine } from "../runs/logLine";
import { LOG } from "../runs/runFiles";
import { openRun, type RunFolder } from "../runs/runsFolder";

/** Bytes at the end of a log that hold a whole `ended` event, with all that a trainer said at last. */
const READ_BYTES = 64_000;

/** The last line of a run's log, where that tells that the run has ended; undefined where it does not or there is none. */
export function lastLoggedEnd(place: RunFolder): string | undefined {
  try {
    const line = openRun(place).readEnd(LOG, READ_BYTES).toString().trimEnd().split("\n").at(-1)!;
    return decodeLine(line)?.type === "ended" ? line : undefined;
  } catch {
    return undefined;
  }
}
