import * as l10n from "@vscode/l10n";
import { applyEvent } from "../runs/applyEvent";
import type { EndedEvent } from "../runs/RunEvent";
import { isEnded, type RunState } from "../runs/RunState";
import { LOG } from "../runs/runFiles";
import { openRun } from "../runs/runsFolder";
import { isTrainerAlive } from "./isTrainerAlive";
import { unwatchedDeath } from "./unwatchedDeath";

const emptyLog = l10n.t(
  "events.jsonl is empty, so nothing is known of what the run did; resume the run to train it, or delete its folder.",
);
/** Largest size (bytes) of a log that is read to find out whether it is blank. A longer log counts as not blank. */
const LONGEST_EMPTY = 1000;

/**
 * If the last write to a log is less than this time (ms) ago, the log must be read again before the status
 * `interrupted` is inferred. The trainer may have written the end after the first reading.
 */
const SETTLING_MS = 2000;

/**
 * The end of a run whose trainer is gone and whose log holds no end: `failed` if `trainer.json` names a process that is
 * certainly gone, else `interrupted`. Writes nothing.
 * @param state the state that follows from the events in the run's log
 * @param isSettled whether the log was read again after the trainer was found to be gone
 * @returns undefined if the log holds an end, the trainer may be alive, the log must be read again, or the folder
 * cannot be read
 */
export async function inferredEnd(
  folder: string,
  state: RunState,
  isSettled = false,
): Promise<EndedEvent | undefined> {
  if (isEnded(state) || (await isTrainerAlive(folder, { observe: false }))) return undefined;
  const death = await unwatchedDeath(folder, state.seconds);
  if (death) return death;
  const written = lastWritten(folder);
  if (written === undefined) return undefined;
  const age = Date.now() - written;
  // A log that is dated in the future, since the clock was set back, counts as old.
  if (!isSettled && age >= 0 && age < SETTLING_MS) return undefined;
  return {
    type: "ended",
    status: "interrupted",
    ...(isLogEmpty(folder) && { error: emptyLog }),
    time: new Date(written).toISOString(),
    seconds: state.seconds,
  };
}

/** A copy of the state with an end that the log does not hold. */
export function withEnd(state: RunState, ended: EndedEvent): RunState {
  // An `ended` event replaces members and changes none in place, so that a shallow copy suffices.
  const copy = { ...state };
  applyEvent(copy, ended);
  return copy;
}

/**
 * Time of the last write to the run's log, or to its folder if there is no log, in milliseconds since 1970. Undefined
 * if the folder cannot be read.
 */
function lastWritten(path: string): number | undefined {
  try {
    const folder = openRun(path);
    return Number((folder.look(LOG) ?? folder.stats).mtimeMs);
  } catch {
    return undefined;
  }
}

function isLogEmpty(path: string): boolean {
  try {
    return openRun(path).read(LOG, LONGEST_EMPTY).toString().trim() === "";
  } catch {
    return false;
  }
}
