import { setTimeout as sleep } from "node:timers/promises";
import type { RunFolder } from "../runs/runsFolder";
import { isOfThisKernel, isRunning } from "./processIdentity";
import { hiddenBeat, lastSignOfLife, readTrainerFile, type TrainerFile } from "./trainerFile";
import { connectToSocket } from "./trainerSocket";

/** Time (ms) between two beats of a trainer. A beat touches `trainer.json`. */
export const BEAT_MS = 2000;
/** Time (ms) for which a trainer counts as alive after its last beat, if only the heartbeat can decide. */
const FRESH_MS = 30_000;
/** Time (ms) for which `trainer.json` is watched for a new beat if the last beat is older than {@link FRESH_MS}. */
const OBSERVED_MS = 2.5 * BEAT_MS;
/** Time (ms) to wait for a connection to the socket. Without a connection by then, the heartbeat decides. */
const PROBE_TIMEOUT_MS = 2000;

export interface Look {
  /**
   * Whether to watch `trainer.json` for {@link OBSERVED_MS} when only the heartbeat can decide and the last beat is
   * old. Without watching, the age of the last beat decides. This is enough to show a run, and not enough to take it
   * over, since clocks jump and differ.
   */
  observe: boolean;
  /** Whether watching keeps this process from ending. Default: true. */
  ref?: boolean;
}

/**
 * True if the process that trains a run is alive. A suspended process counts as alive, unless only the heartbeat can
 * decide. Undefined if the run's folder names no trainer.
 */
export async function isTrainerAlive(
  folder: RunFolder,
  look: Look = { observe: true },
): Promise<boolean | undefined> {
  const trainer = readTrainerFile(folder);
  return trainer ? isAlive(folder, trainer, look) : isHiddenTrainerAlive(folder, look);
}

/**
 * For a `trainer.json` of another user that this user may not read: true if its trainer is alive. Only the heartbeat is
 * visible. Undefined if there is no such file.
 */
async function isHiddenTrainerAlive(folder: RunFolder, look: Look): Promise<boolean | undefined> {
  const beat = () => hiddenBeat(folder);
  return beat() === undefined ? undefined : beats(beat, look);
}

/**
 * True if a process trains a run.
 * @param holder the trainer that `trainer.json` named when the folder was read; undefined if it named none, or if this
 * user may not read the file
 */
export async function isHolderAlive(folder: RunFolder, holder: TrainerFile | undefined): Promise<boolean> {
  const look = { observe: true };
  return holder ? isAlive(folder, holder, look) : (await isHiddenTrainerAlive(folder, look)) === true;
}

/**
 * True if a trainer that `trainer.json` has named is alive. The process id decides if it can, else the socket, else the
 * heartbeat.
 */
export async function isAlive(folder: RunFolder, trainer: TrainerFile, look: Look): Promise<boolean> {
  return isRunning(trainer) ?? (await probe(trainer)) ?? (await beats(() => lastBeat(folder, trainer), look));
}

/**
 * True if a trainer's process id or socket shows that the trainer is gone. The heartbeat does not count: a trainer that
 * does not beat may be suspended and continue later.
 */
export async function isKnownDead(trainer: TrainerFile): Promise<boolean> {
  return (isRunning(trainer) ?? (await probe(trainer))) === false;
}

/** Time of a trainer's last beat, in milliseconds since 1970. Undefined if the folder names another trainer or none. */
export function lastBeat(folder: RunFolder, { token }: TrainerFile): number | undefined {
  if (readTrainerFile(folder)?.token !== token) return undefined;
  return lastSignOfLife(folder);
}

/**
 * True if a process listens on the trainer's socket, false if none does; undefined if this cannot be decided, also for
 * a trainer without a socket.
 */
function probe(trainer: TrainerFile): Promise<boolean | undefined> {
  const socket = trainer.socket === null ? undefined : connectToSocket(trainer.socket);
  if (!socket) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const answer = (isListening: boolean | undefined) => {
      socket.destroy();
      resolve(isListening);
    };
    // The system accepts connections for a suspended process, too.
    socket.once("connect", () => answer(true));
    socket.on("error", ({ code }: NodeJS.ErrnoException) => {
      const isListening = meaning(code);
      // On a disk that machines share, the socket of another machine is visible, and no process of this machine
      // listens on it.
      answer(isListening === false && !isOfThisKernel(trainer) ? undefined : isListening);
    });
    socket.setTimeout(PROBE_TIMEOUT_MS, () => answer(undefined));
  });
}

function meaning(code: string | undefined): boolean | undefined {
  if (code === "ECONNREFUSED") return false;
  // The queue of connections that wait for the listening process is full.
  if (code === "EAGAIN") return true;
  // A pipe ends with its process. The file of a socket may be deleted while its process lives.
  if (code === "ENOENT" && process.platform === "win32") return false;
  return undefined;
}

/**
 * True if `trainer.json` was touched within {@link FRESH_MS}; with `observe`, also if it is touched while it is
 * watched.
 * @param lastBeat reads the time of the last touch (ms since 1970); undefined once the file is not the trainer's any
 * more
 */
async function beats(lastBeat: () => number | undefined, { observe, ref }: Look): Promise<boolean> {
  const first = lastBeat();
  if (first === undefined) return false;
  if (Math.abs(Date.now() - first) < FRESH_MS) return true;
  if (!observe) return false;
  await sleep(OBSERVED_MS, undefined, { ref });
  const second = lastBeat();
  return second !== undefined && second !== first;
}
