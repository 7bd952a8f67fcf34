/** Of a trainer that died with nobody there to say so: what it left behind tells of it. */
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { Folder } from "../../files/Folder";
import type { EndedEvent } from "../../runs/RunEvent";
import { LOG } from "../../runs/runFiles";
import { isAlive } from "./isTrainerAlive";
import { readEnd, recordDeath } from "./recordDeath";
import { lastWords, removeRuntimeDirectory, runtimeDirectoryOf } from "./runtimeDirectory";
import { lastSignOfLife, readTrainerFile, type TrainerFile } from "./trainerFile";

/** How long whoever does not know how a trainer died leaves it to one that does to say so. */
const DEFERENCE_MS = 800;
/** A trainer whose file was touched longer ago has been told of by whoever knew. */
const RECENT_MS = 10_000;

/**
 * How a run ended that names a trainer which is gone; undefined where it names none, one that is alive, or one of
 * another machine, which alone knows what became of it. Reads only.
 * @param seconds of the run's clock, as its log tells last
 */
export async function unwatchedDeath(folder: string, seconds: number): Promise<EndedEvent | undefined> {
  const trainer = readTrainerFile(folder);
  if (trainer?.host !== hostname() || (await isAlive(folder, trainer))) return undefined;
  return deathOf(folder, trainer, seconds);
}

/**
 * Adds to a run's log that the trainer is dead which the run's folder names, and removes that name; does nothing where
 * it names none or one that may be alive. A client that may know more has the time to do so first.
 * @returns whether the log tells of it now, whoever recorded it
 */
export async function recordUnwatchedDeath(folder: string): Promise<boolean> {
  const trainer = readTrainerFile(folder);
  if (trainer?.host !== hostname() || (await isAlive(folder, trainer))) return false;
  const { token, stderr } = trainer;
  await deferToOthers(folder, token);
  const { seconds } = await readEnd(folder);
  await recordDeath(folder, token, deathOf(folder, trainer, seconds));
  // Where it could not be recorded somebody else is to find what it said.
  if (readTrainerFile(folder)?.token === token) return false;
  if (stderr) removeRuntimeDirectory(runtimeDirectoryOf(stderr));
  return true;
}

/** Waits until the run's folder no longer names the trainer, which is so when somebody has told of its end. */
export async function deferToOthers(folder: string, token: string): Promise<void> {
  const began = performance.now();
  const isDue = () => performance.now() - began < DEFERENCE_MS;
  while (isDue() && readTrainerFile(folder)?.token === token && isRecent(folder)) await sleep(50);
}

function isRecent(folder: string): boolean {
  return Math.abs(Date.now() - (lastSignOfLife(folder) ?? 0)) < RECENT_MS;
}

function deathOf(folder: string, { stderr }: TrainerFile, seconds: number): EndedEvent {
  const { telling, lines } = lastWords(stderr === null ? undefined : runtimeDirectoryOf(stderr));
  const how = telling ? `It said: ${telling}.` : "How is not known.";
  const written = Math.max(logWritten(folder), lastSignOfLife(folder) ?? 0);
  return {
    type: "ended",
    status: "failed",
    error: `The trainer process died while nobody watched. ${how} What it had recorded is kept.`,
    ...(lines.length > 0 && { stderr: lines }),
    time: new Date(written).toISOString(),
    seconds,
  };
}

/** In milliseconds since 1970; 0 of what is not there. */
function logWritten(folder: string): number {
  return Number(new Folder(folder).look(LOG)?.mtimeMs ?? 0);
}
