import { decodeLine } from "../runs/logLine";
import { LOG } from "../runs/runFiles";
import { openRun, type RunFolder } from "../runs/runsFolder";

/** Number of bytes at the end of a log that are read: enough for a whole `ended` event with its lines of stderr. */
const READ_BYTES = 64_000;

/**
 * The last line of a run's log if that line is an `ended` event; else undefined, also for a log that cannot be read.
 */
export function lastLoggedEnd(place: RunFolder): string | undefined {
  try {
    const line = openRun(place).readEnd(LOG, READ_BYTES).toString().trimEnd().split("\n").at(-1)!;
    return decodeLine(line)?.type === "ended" ? line : undefined;
  } catch {
    return undefined;
  }
}
