import { checksumIn, decodeLine } from "../runs/logLine";
import { LOG } from "../runs/runFiles";
import { openRun, type RunFolder } from "../runs/runsFolder";

/** Number of bytes at the end of a log that are read: enough for a whole `ended` event with its lines of stderr. */
const READ_BYTES = 64_000;

/**
 * The checksum of the last line of a run's log if that line is an `ended` event; else undefined, also for a log that
 * cannot be read. Two ends of a run have different checksums, since their times differ.
 */
export function lastLoggedEnd(place: RunFolder): string | undefined {
  try {
    const line = openRun(place).readEnd(LOG, READ_BYTES).toString().trimEnd().split("\n").at(-1)!;
    return decodeLine(line)?.type === "ended" ? checksumIn(line) : undefined;
  } catch {
    return undefined;
  }
}
