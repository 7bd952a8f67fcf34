import { existsSync, readFileSync, rmSync } from "node:fs";
import { parseLog } from "../runs/LogParser";
import type { EndedEvent, RunEvent } from "../runs/RunEvent";
import { logPath, RunLog } from "../runs/RunLog";
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
      if (!hasEnded(folder)) append(folder, death);
      if (named) rmSync(trainerFilePath(folder), { force: true });
    });
  } catch {
    // The folder itself is gone, or can no longer be written: the event still reaches whoever listens.
  }
}

/** Whether the log tells how the run ended that was last begun or resumed. */
function hasEnded(folder: string): boolean {
  const path = logPath(folder);
  const { events } = parseLog(existsSync(path) ? readFileSync(path) : "");
  return events.findLast(isTurn)?.type === "ended";
}

function isTurn({ type }: RunEvent): boolean {
  return type === "started" || type === "resumed" || type === "ended";
}

function append(folder: string, event: RunEvent): void {
  const log = new RunLog(folder);
  log.append(event);
  log.close();
}
