import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { EndedEvent } from "../runs/RunEvent";
import { isEnded, type RunState } from "../runs/RunState";

/** How long a run may write nothing before it counts as dead, in milliseconds. */
export const SILENCE = 60_000;

/**
 * How a run of another process ended that did not live to say so: failed, when its log has been silent
 * for too long. Undefined while it may still be alive.
 */
export function endOfAbandonedRun(state: RunState, lastWritten: number, now: number): EndedEvent | undefined {
  if (isEnded(state) || now - lastWritten < SILENCE) return undefined;
  return {
    type: "ended",
    status: "failed",
    error: "The trainer process went away without ending its run; what it had recorded is kept.",
    time: new Date(lastWritten).toISOString(),
    seconds: state.seconds,
  };
}

/** When a run last wrote to its log, in milliseconds since 1970; of its folder while it has no log. */
export async function lastWritten(folder: string): Promise<number> {
  const log = await stat(join(folder, "events.jsonl")).catch(() => stat(folder));
  return log.mtimeMs;
}
