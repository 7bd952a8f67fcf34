import * as l10n from "@vscode/l10n";
import type { EndedEvent } from "../runs/RunEvent";
import { applyEvent, isEnded, type RunState } from "../runs/RunState";
import { LOG } from "../runs/runFiles";
import { openRun } from "../runs/runsFolder";
import { isTrainerAlive } from "./isTrainerAlive";
import { unwatchedDeath } from "./unwatchedDeath";

const emptyLog = l10n.t(
  "events.jsonl is empty, so nothing is known of what the run did; resume the run to train it, or delete its folder.",
);
/** In bytes: a log of more has a line. */
const LONGEST_EMPTY = 1000;

/** The trainer's last words may be younger than what was read of the log, in milliseconds. */
const SETTLING_MS = 2000;

/**
 * How a run ended whose trainer is gone without a word in its log: failed where it left behind that it trained, else
 * interrupted. Undefined while it may still be alive. Reads only.
 * @param state as the run's log tells it
 * @param isSettled whether the log was read again after the trainer was found to be gone
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
  // A clock that was set back makes a log of the future, which is no younger for it.
  if (!isSettled && age >= 0 && age < SETTLING_MS) return undefined;
  return {
    type: "ended",
    status: "interrupted",
    ...(isLogEmpty(folder) && { error: emptyLog }),
    time: new Date(written).toISOString(),
    seconds: state.seconds,
  };
}

/** A state with an end that its log does not tell; the state given stays as it is. */
export function withEnd(state: RunState, ended: EndedEvent): RunState {
  // An end replaces what it changes, and adds to nothing.
  const copy = { ...state };
  applyEvent(copy, ended);
  return copy;
}

/** When a run last wrote to its log, or to its folder where it has none, in milliseconds since 1970. */
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
