/** Of a trainer that died with nobody there to say so: what it left behind tells of it. */
import { statSync } from "node:fs";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { LogReader } from "../../runs/LogReader";
import type { EndedEvent } from "../../runs/RunEvent";
import { logPath } from "../../runs/RunLog";
import { isAlive } from "./isTrainerAlive";
import { recordDeath, recordedEnd } from "./recordDeath";
import { lastWords, removeRoom, roomOf } from "./room";
import { readTrainerFile, type TrainerFile, trainerFilePath } from "./trainerFile";

/** How long whoever does not know how a trainer died leaves it to one that does to say so. */
const DEFERENCE_MS = 800;
/** A trainer whose file was touched longer ago has been told of by whoever knew. */
const RECENT_MS = 10_000;

/**
 * How a run ended that names a trainer which is gone; undefined where it names none, one that is alive, or one of
 * another machine, which alone knows what became of it.
 */
export async function unwatchedDeath(folder: string): Promise<EndedEvent | undefined> {
  const trainer = readTrainerFile(folder);
  if (trainer?.host !== hostname() || (await isAlive(folder, trainer))) return undefined;
  return deathOf(folder, trainer);
}

/** The same, told by the run's log from now on; first whoever may know more has the time to tell it. */
export async function recordUnwatchedDeath(folder: string): Promise<EndedEvent | undefined> {
  const trainer = readTrainerFile(folder);
  if (trainer?.host !== hostname() || (await isAlive(folder, trainer))) return undefined;
  const { token, stderr } = trainer;
  await deferToOthers(folder, token);
  const death = await deathOf(folder, trainer);
  await recordDeath(folder, token, death);
  // Where it could not be recorded somebody else is to find what it said.
  if (readTrainerFile(folder)?.token === token) return death;
  if (stderr) removeRoom(roomOf(stderr));
  return recordedEnd(folder);
}

/** Waits until the run's folder no longer names the trainer, which is so when somebody has told of its end. */
export async function deferToOthers(folder: string, token: string): Promise<void> {
  const began = performance.now();
  const isDue = () => performance.now() - began < DEFERENCE_MS;
  while (isDue() && readTrainerFile(folder)?.token === token && isRecent(folder)) await sleep(50);
}

function isRecent(folder: string): boolean {
  return Math.abs(Date.now() - lastWritten(trainerFilePath(folder))) < RECENT_MS;
}

async function deathOf(folder: string, { stderr }: TrainerFile): Promise<EndedEvent> {
  const { telling, lines } = lastWords(stderr === null ? undefined : roomOf(stderr));
  const how = telling ? `It said: ${telling}.` : "How is not known.";
  const { events } = await new LogReader(folder).read();
  const last = events.findLast((event) => "seconds" in event);
  const written = Math.max(lastWritten(logPath(folder)), lastWritten(trainerFilePath(folder)));
  return {
    type: "ended",
    status: "failed",
    error: `The trainer process died while nobody watched. ${how} What it had recorded is kept.`,
    ...(lines.length > 0 && { stderr: lines }),
    time: new Date(written).toISOString(),
    seconds: last && "seconds" in last ? last.seconds : 0,
  };
}

/** In milliseconds since 1970; 0 of what is not there. */
function lastWritten(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
