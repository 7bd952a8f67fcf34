import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { EndedEvent } from "../runs/RunEvent";
import { isEnded, type RunState } from "../runs/RunState";
import { isTrainerAlive } from "../trainer/isTrainerAlive";

/** How long a run may write nothing before it counts as dead, in milliseconds. */
const SILENCE = 60_000;

/** The same when its process is gone from this machine; it may be one of another that shares the folder. */
const SILENCE_WITHOUT_PROCESS = 5000;

/** When to look again at a run that may have died, in milliseconds. */
export const RECHECK_PAUSE = 10_000;

/**
 * How a run of another process ended that did not live to say so: interrupted, when its log has been silent
 * for too long. Undefined while it may still be alive.
 */
export async function endOfAbandonedRun(folder: string, state: RunState): Promise<EndedEvent | undefined> {
  if (isEnded(state)) return undefined;
  const alive = await isTrainerAlive(folder);
  // A paused run has nothing to write.
  if (alive && state.status === "paused") return undefined;
  const written = await lastWritten(folder).catch(() => Date.now());
  if (Date.now() - written < (alive === false ? SILENCE_WITHOUT_PROCESS : SILENCE)) return undefined;
  return {
    type: "ended",
    status: "interrupted",
    time: new Date(written).toISOString(),
    seconds: state.seconds,
  };
}

/** When a run last wrote to its log, in milliseconds since 1970; of its folder while it has no log. */
async function lastWritten(folder: string): Promise<number> {
  const log = await stat(join(folder, "events.jsonl")).catch(() => stat(folder));
  return log.mtimeMs;
}
