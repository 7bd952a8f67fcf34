import { createConnection } from "node:net";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { isTrainerSocket } from "./runtimeDirectory";
import { lastSignOfLife, readTrainerFile, type TrainerFile } from "./trainerFile";

/** How often a trainer sets the time of its file. */
export const BEAT_MS = 2000;
/** A file whose time is not further away than this is a live trainer's. */
const FRESH_MS = 30_000;
/** How long to look whether a file whose time says otherwise is being beaten all the same. */
const OBSERVED_MS = 2.5 * BEAT_MS;
/** After which a socket that answers neither yes nor no says nothing. */
const KNOCK_MS = 2000;

/**
 * Whether the process that trains a run is alive, one that is held up included; undefined while the run's folder
 * names none. Takes a few seconds where only the file's heartbeat can tell.
 */
export async function isTrainerAlive(folder: string): Promise<boolean | undefined> {
  const trainer = readTrainerFile(folder);
  return trainer && isAlive(folder, trainer);
}

/** The same of the trainer that the folder named when it was read. */
export async function isAlive(folder: string, trainer: TrainerFile): Promise<boolean> {
  if (trainer.host === hostname() && !processExists(trainer.pid)) return false;
  // The process may be another one by now that was given the same number.
  const answer = trainer.socket === null ? undefined : await knock(trainer.socket);
  return answer ?? (await beats(folder, trainer));
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Whether somebody listens there; undefined where that cannot be told from here. */
function knock(path: string): Promise<boolean | undefined> {
  if (!isTrainerSocket(path)) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const socket = createConnection(path);
    const answer = (isListening: boolean | undefined) => {
      socket.destroy();
      resolve(isListening);
    };
    // The system accepts for a process that is suspended, too.
    socket.once("connect", () => answer(true));
    socket.on("error", ({ code }: NodeJS.ErrnoException) => answer(meaning(code)));
    socket.setTimeout(KNOCK_MS, () => answer(undefined));
  });
}

function meaning(code: string | undefined): boolean | undefined {
  if (code === "ECONNREFUSED") return false;
  // So many wait already that the system takes no more.
  if (code === "EAGAIN") return true;
  // A pipe ends with its process; a socket's file may have been cleared away.
  if (code === "ENOENT" && process.platform === "win32") return false;
  return undefined;
}

/** Whether the trainer's file is its own and has a fresh time, or gets one: clocks jump, and disagree. */
async function beats(folder: string, { token }: TrainerFile): Promise<boolean> {
  const first = lastBeat(folder, token);
  if (first === undefined) return false;
  if (Math.abs(Date.now() - first) < FRESH_MS) return true;
  await sleep(OBSERVED_MS, undefined, { ref: false });
  const second = lastBeat(folder, token);
  return second !== undefined && second !== first;
}

function lastBeat(folder: string, token: string): number | undefined {
  if (readTrainerFile(folder)?.token !== token) return undefined;
  return lastSignOfLife(folder);
}
