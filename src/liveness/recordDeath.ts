import { LogReader } from "../runs/LogReader";
import type { EndedEvent, RunEvent } from "../runs/RunEvent";
import { appendToLog } from "../runs/RunLog";
import { LOG } from "../runs/runFiles";
import { openRun, type RunFolder } from "../runs/runsFolder";
import { changeTrainerFile } from "./changeTrainerFile";
import { isRunning } from "./processIdentity";
import { readTrainerFile, removeTrainerFile } from "./trainerFile";

/**
 * Concludes a run whose trainer is gone: the run's folder names it no more, and the log says how it ended, if the
 * trainer did not. Of several clients that do so, one writes. A run that another trainer has taken over is left alone,
 * and so is one whose trainer is seen to run.
 * @param token the trainer's
 * @param death undefined where the trainer left the run as it was, so that the log has nothing to tell of it
 */
export async function recordDeath(
  folder: RunFolder,
  token: string,
  death: EndedEvent | undefined,
): Promise<void> {
  try {
    while (!(await tryToRecord(folder, token, death)));
  } catch {
    // The folder itself is gone, or can no longer be written: the event still reaches whoever listens.
  }
}

/** @returns false when the log has grown since it was read */
async function tryToRecord(
  folder: RunFolder,
  token: string,
  death: EndedEvent | undefined,
): Promise<boolean> {
  const size = logSize(folder);
  const { ended } = await readEnd(folder);
  return changeTrainerFile(folder, () => {
    const named = readTrainerFile(folder);
    if (named && (named.token !== token || isRunning(named))) return true;
    if (logSize(folder) !== size) return false;
    if (death && !ended) appendToLog(folder, death);
    if (named) removeTrainerFile(folder);
    return true;
  });
}

/** In bytes; undefined where there is no log. */
function logSize(folder: RunFolder): bigint | undefined {
  return openRun(folder).look(LOG)?.size;
}

/** What a run's log tells last. */
export interface LogEnd {
  /** How the run ended that was last begun or resumed; undefined where the log does not tell. */
  ended: EndedEvent | undefined;
  /** Of the run's clock. */
  seconds: number;
}

export async function readEnd(folder: RunFolder): Promise<LogEnd> {
  const end: LogEnd = { ended: undefined, seconds: 0 };
  for await (const { events } of new LogReader(folder).slices())
    for (const event of events) {
      if (isTurn(event)) end.ended = event.type === "ended" ? event : undefined;
      if ("seconds" in event) end.seconds = event.seconds;
    }
  return end;
}

function isTurn({ type }: RunEvent): boolean {
  return type === "started" || type === "resumed" || type === "ended";
}
