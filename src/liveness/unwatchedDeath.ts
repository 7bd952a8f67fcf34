/** Of a trainer that died with nobody there to say so: what it left behind tells of it. */
import { setTimeout as sleep } from "node:timers/promises";
import * as l10n from "@vscode/l10n";
import type { EndedEvent } from "../runs/RunEvent";
import { LOG } from "../runs/runFiles";
import { openRun, type RunFolder } from "../runs/runsFolder";
import { sentences } from "../text/sentences";
import { isKnownDead } from "./isTrainerAlive";
import { lastWords, said } from "./lastWords";
import { readEnd, recordDeath } from "./recordDeath";
import { removeRuntimeDirectory, runtimeDirectoryOf } from "./runtimeDirectory";
import { lastSignOfLife, readTrainerFile, type TrainerFile } from "./trainerFile";

/** How long whoever does not know how a trainer died leaves it to one that does to say so. */
const DEFERENCE_MS = 800;
/** A trainer whose file was touched longer ago has been told of by whoever knew. */
const RECENT_MS = 10_000;

/**
 * How a run ended that names a trainer which is known to be dead; undefined where it names none, or one of which only
 * nothing is heard: it may be suspended, and what became of one in another container or on another machine is known
 * there. Reads only.
 * @param seconds of the run's clock, as its log tells last
 */
export async function unwatchedDeath(folder: RunFolder, seconds: number): Promise<EndedEvent | undefined> {
  const trainer = readTrainerFile(folder);
  return trainer && (await isKnownDead(trainer)) ? deathOf(folder, trainer, seconds) : undefined;
}

/**
 * Adds to a run's log that the trainer is dead which the run's folder names, and removes that name; does nothing where
 * it names none or one that is not known to be dead. A client that may know more has the time to do so first.
 * @returns whether the log tells of it now, whoever recorded it
 */
export async function recordUnwatchedDeath(folder: RunFolder): Promise<boolean> {
  const trainer = readTrainerFile(folder);
  if (!trainer || !(await isKnownDead(trainer))) return false;
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
export async function deferToOthers(folder: RunFolder, token: string): Promise<void> {
  const began = performance.now();
  const isDue = () => performance.now() - began < DEFERENCE_MS;
  while (isDue() && readTrainerFile(folder)?.token === token && isRecent(folder)) await sleep(50);
}

function isRecent(folder: RunFolder): boolean {
  return Math.abs(Date.now() - (lastSignOfLife(folder) ?? 0)) < RECENT_MS;
}

function deathOf(folder: RunFolder, { stderr }: TrainerFile, seconds: number): EndedEvent {
  const { telling, lines } = lastWords(stderr === null ? undefined : runtimeDirectoryOf(stderr));
  const how = said(telling) ?? l10n.t("How is not known.");
  const written = Math.max(logWritten(folder), lastSignOfLife(folder) ?? 0);
  return {
    type: "ended",
    status: "failed",
    error: sentences(
      l10n.t("The trainer process died while nobody watched."),
      how,
      l10n.t("What it had recorded is kept."),
    ),
    ...(lines.length > 0 && { stderr: lines }),
    time: new Date(written).toISOString(),
    seconds,
  };
}

/** In milliseconds since 1970; 0 of what is not there. */
function logWritten(folder: RunFolder): number {
  return Number(openRun(folder).look(LOG)?.mtimeMs ?? 0);
}
