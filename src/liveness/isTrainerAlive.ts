import { setTimeout as sleep } from "node:timers/promises";
import type { RunFolder } from "../runs/runsFolder";
import { isOfThisKernel, isRunning } from "./processIdentity";
import { lastSignOfLife, readTrainerFile, type TrainerFile } from "./trainerFile";
import { connectToSocket } from "./trainerSocket";

/** How often a trainer sets the time of its file, in milliseconds. */
export const BEAT_MS = 2000;
/** A file whose time is not further away than this is a live trainer's. */
const FRESH_MS = 30_000;
/** How long to look whether a file whose time says otherwise is being beaten all the same. */
const OBSERVED_MS = 2.5 * BEAT_MS;
/** After which a socket that answers neither yes nor no says nothing. */
const PROBE_MS = 2000;

export interface Look {
  /**
   * Where only the heartbeat can tell and the file's time is old: whether to wait 5 s for a beat, since clocks jump
   * and disagree. Without, the time alone decides, which is enough to show a run and not enough to take it over.
   */
  observe: boolean;
  /** Whether that wait keeps this process from ending; true when left out, as a promise would stay pending. */
  ref?: boolean;
}

/**
 * Whether the process that trains a run is alive, one that is held up or suspended included; undefined while the
 * run's folder names none.
 */
export async function isTrainerAlive(
  folder: RunFolder,
  look: Look = { observe: true },
): Promise<boolean | undefined> {
  const trainer = readTrainerFile(folder);
  return trainer && isAlive(folder, trainer, look);
}

/** The same of the trainer that the folder named when it was read. */
export async function isAlive(folder: RunFolder, trainer: TrainerFile, look: Look): Promise<boolean> {
  return isRunning(trainer) ?? (await probe(trainer)) ?? (await beats(folder, trainer, look));
}

/** Whether a trainer is gone for certain. One that is only not heard of may be suspended, and go on later. */
export async function isKnownDead(trainer: TrainerFile): Promise<boolean> {
  return (isRunning(trainer) ?? (await probe(trainer))) === false;
}

/** When the trainer's file was last touched, in milliseconds since 1970; undefined where it names another or none. */
export function lastBeat(folder: RunFolder, { token }: TrainerFile): number | undefined {
  if (readTrainerFile(folder)?.token !== token) return undefined;
  return lastSignOfLife(folder);
}

/** Whether somebody listens on the trainer's socket; undefined where that cannot be told from here. */
function probe(trainer: TrainerFile): Promise<boolean | undefined> {
  const socket = trainer.socket === null ? undefined : connectToSocket(trainer.socket);
  if (!socket) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const answer = (isListening: boolean | undefined) => {
      socket.destroy();
      resolve(isListening);
    };
    // The system accepts for a process that is suspended, too.
    socket.once("connect", () => answer(true));
    socket.on("error", ({ code }: NodeJS.ErrnoException) => {
      const isListening = meaning(code);
      // Through a disk that machines share one sees the other's socket and nobody behind it.
      answer(isListening === false && !isOfThisKernel(trainer) ? undefined : isListening);
    });
    socket.setTimeout(PROBE_MS, () => answer(undefined));
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

/** Whether the trainer's file is its own and has a fresh time, or gets one. */
async function beats(folder: RunFolder, trainer: TrainerFile, { observe, ref }: Look): Promise<boolean> {
  const first = lastBeat(folder, trainer);
  if (first === undefined) return false;
  if (Math.abs(Date.now() - first) < FRESH_MS) return true;
  if (!observe) return false;
  await sleep(OBSERVED_MS, undefined, { ref });
  const second = lastBeat(folder, trainer);
  return second !== undefined && second !== first;
}
