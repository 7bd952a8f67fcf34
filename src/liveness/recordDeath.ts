import { LogReader } from "../runs/LogReader";
import type { EndedEvent, RunEvent } from "../runs/RunEvent";
import { appendToLog } from "../runs/RunLog";
import { LOG } from "../runs/runFiles";
import { openRun, type RunFolder } from "../runs/runsFolder";
import { changeTrainerFile } from "./changeTrainerFile";
import { isRunning } from "./processIdentity";
import { hiddenBeat, readTrainerFile, removeTrainerFile } from "./trainerFile";

/**
 * Records the end of a run whose trainer is gone: removes `trainer.json`, and appends `death` to the log if the log
 * holds no end. Only one of several clients writes. Does nothing for a run that another trainer has taken over, or
 * whose trainer runs. Never rejects.
 * @param token the token of the trainer that is gone
 * @param death the event to append; undefined if the trainer left the run unchanged, so that nothing is appended
 */
export async function recordDeath(
  folder: RunFolder,
  token: string,
  death: EndedEvent | undefined,
): Promise<void> {
  try {
    while (!(await tryToRecord(folder, token, death)));
  } catch {
    // The folder is gone or no longer writable.
  }
}

/** @returns false if the log has grown since it was read; nothing is written then */
async function tryToRecord(
  folder: RunFolder,
  token: string,
  death: EndedEvent | undefined,
): Promise<boolean> {
  const size = logSize(folder);
  const { ended } = await readEnd(folder);
  return changeTrainerFile(folder, () => {
    const named = readTrainerFile(folder);
    if (named ? named.token !== token || isRunning(named) : hiddenBeat(folder) !== undefined) return true;
    if (logSize(folder) !== size) return false;
    if (death && !ended) appendToLog(folder, death);
    if (named) removeTrainerFile(folder);
    return true;
  });
}

/** The length of the log in bytes; undefined without a log. */
function logSize(folder: RunFolder): bigint | undefined {
  return openRun(folder).look(LOG)?.size;
}

/** What a run's log states last of the run's end and of the run's clock. */
export interface LogEnd {
  /** The end of the run since it was last started or resumed; undefined where the log has none. */
  ended: EndedEvent | undefined;
  /** The run's clock (s): `seconds` of the last event that has it; 0 without such an event. */
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
