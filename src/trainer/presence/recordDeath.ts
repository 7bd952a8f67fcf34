import { existsSync, readFileSync, rmSync } from "node:fs";
import { parseLog } from "../../runs/LogParser";
import type { EndedEvent, RunEvent } from "../../runs/RunEvent";
import { logPath, RunLog } from "../../runs/RunLog";
import { changeTrainerFile } from "./changeTrainerFile";
import { readTrainerFile, trainerFilePath } from "./trainerFile";

/**
 * Concludes a run whose trainer is gone: the run's folder names it no more, and the log says how it ended, if the
 * trainer did not. Of several clients that do so, one writes. A run that another trainer has taken over is left alone.
 * @param token the trainer's
 */
export async function recordDeath(folder: string, token: string, death: EndedEvent): Promise<void> {
  try {
    await changeTrainerFile(folder, () => {
      const named = readTrainerFile(folder);
      if (named && named.token !== token) return;
      if (!recordedEnd(folder) && !append(folder, death)) return;
      if (named) rmSync(trainerFilePath(folder), { force: true });
    });
  } catch {
    // The folder itself is gone, or can no longer be written: the event still reaches whoever listens.
  }
}

/** How the run ended that was last begun or resumed; undefined where the log does not tell. */
export function recordedEnd(folder: string): EndedEvent | undefined {
  const path = logPath(folder);
  const { events } = parseLog(existsSync(path) ? readFileSync(path) : "");
  const last = events.findLast(isTurn);
  return last?.type === "ended" ? last : undefined;
}

function isTurn({ type }: RunEvent): boolean {
  return type === "started" || type === "resumed" || type === "ended";
}

/** @returns whether the disk has taken it */
function append(folder: string, event: RunEvent): boolean {
  const log = new RunLog(folder);
  log.append(event);
  log.close();
  return log.problem === undefined;
}
