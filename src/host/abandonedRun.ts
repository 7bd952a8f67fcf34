import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { EndedEvent } from "../runs/RunEvent";
import { isEnded, type RunState } from "../runs/RunState";
import { isTrainerAlive } from "../trainer/presence/isTrainerAlive";
import { recordUnwatchedDeath, unwatchedDeath } from "../trainer/presence/unwatchedDeath";

/** The trainer's last words may be younger than what was read of the log, in milliseconds. */
const SETTLING = 2000;

/** When to look again at a run whose trainer this window does not hear, in milliseconds. */
export const RECHECK_PAUSE = 5000;

/**
 * How a run ended whose trainer is gone without a word in its log: failed where it left behind that it trained, which
 * the log then tells; else interrupted, by what its log holds. Undefined while it may still be alive.
 * @param mayRecord whether anything may be written
 */
export async function endOfAbandonedRun(
  folder: string,
  state: RunState,
  mayRecord: boolean,
): Promise<EndedEvent | undefined> {
  if (isEnded(state) || (await isTrainerAlive(folder))) return undefined;
  const death = await (mayRecord ? recordUnwatchedDeath(folder) : unwatchedDeath(folder));
  if (death) return death;
  const written = await lastWritten(folder).catch(() => undefined);
  if (written === undefined) return undefined;
  const age = Date.now() - written;
  // A clock that was set back makes a log of the future, which is no younger for it.
  if (age >= 0 && age < SETTLING) return undefined;
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
