/** The end of a trainer process without a client. The end is derived from the files that the process left. */
import { setTimeout as sleep } from "node:timers/promises";
import * as l10n from "@vscode/l10n";
import type { EndedEvent } from "../runs/RunEvent";
import { isOfNewerVersion } from "../runs/RunRecord";
import { LOG } from "../runs/runFiles";
import { openRun, type RunFolder } from "../runs/runsFolder";
import { sentences } from "../text/sentences";
import { isKnownDead } from "./isTrainerAlive";
import { readEnd, recordDeath } from "./recordDeath";
import { removeRuntimeDirectory, runtimeDirectoryOf } from "./runtimeDirectory";
import { lastOutputText, stderrEnd } from "./stderrEnd";
import { lastSignOfLife, readTrainerFile, type TrainerFile } from "./trainerFile";

/** Largest time (ms) to wait for another process to record the end first, since it may know the exit status. */
export const DEFERENCE_MS = 800;
/** Age (ms) of `trainer.json`'s last touch above which another client would have recorded the end already. */
const RECENT_MS = 10_000;

/**
 * The end of a run whose folder names a trainer that is certainly gone. Writes nothing.
 * @param seconds the run's clock (s): `seconds` of the last event in its log that has it
 * @returns undefined if the folder names no trainer, or if the trainer may be alive: it may be suspended, or run in
 * another container or on another machine
 */
export async function unwatchedDeath(folder: RunFolder, seconds: number): Promise<EndedEvent | undefined> {
  const trainer = readTrainerFile(folder);
  return trainer && (await isKnownDead(trainer)) ? deathOf(folder, trainer, seconds) : undefined;
}

/**
 * Records the end of the trainer that a run's folder names, and removes `trainer.json` and the trainer's runtime
 * directory. Does nothing if no trainer is named, if the trainer may be alive, or for a run of a newer version. Waits
 * for other clients first: see {@link deferToOthers}.
 * @returns whether a trainer was named and its end is recorded now, by this client or another one
 */
export async function recordUnwatchedDeath(folder: RunFolder): Promise<boolean> {
  const trainer = readTrainerFile(folder);
  if (!trainer || !(await isKnownDead(trainer)) || (await isOfNewerVersion(folder))) return false;
  const { token, stderr } = trainer;
  await deferToOthers(folder, token);
  const { seconds } = await readEnd(folder);
  await recordDeath(folder, token, deathOf(folder, trainer, seconds));
  // If the trainer is still named, its end could not be recorded. The stderr file stays for the client that records it.
  if (readTrainerFile(folder)?.token === token) return false;
  if (stderr) removeRuntimeDirectory(runtimeDirectoryOf(stderr));
  return true;
}

/**
 * Waits until another client has recorded the trainer's end, for at most {@link DEFERENCE_MS}. Does not wait if the
 * last touch of `trainer.json` is older than {@link RECENT_MS}.
 */
export async function deferToOthers(folder: RunFolder, token: string): Promise<void> {
  const began = performance.now();
  const isEarly = () => performance.now() - began < DEFERENCE_MS;
  while (isEarly() && readTrainerFile(folder)?.token === token && isRecent(folder)) await sleep(50);
}

function isRecent(folder: RunFolder): boolean {
  return Math.abs(Date.now() - (lastSignOfLife(folder) ?? 0)) < RECENT_MS;
}

function deathOf(folder: RunFolder, { stderr }: TrainerFile, seconds: number): EndedEvent {
  const { cause, lines } = stderrEnd(stderr === null ? undefined : runtimeDirectoryOf(stderr));
  const how = lastOutputText(cause) ?? l10n.t("The cause is not known.");
  const written = Math.max(logWritten(folder), lastSignOfLife(folder) ?? 0);
  return {
    type: "ended",
    status: "failed",
    error: sentences(
      l10n.t("The trainer process ended unexpectedly while no window was connected to it."),
      how,
      l10n.t("What it had recorded is kept."),
    ),
    ...(lines.length > 0 && { stderr: lines }),
    time: new Date(written).toISOString(),
    seconds,
  };
}

/** Time of the last write to the log, in milliseconds since 1970; 0 without a log. */
function logWritten(folder: RunFolder): number {
  return Number(openRun(folder).look(LOG)?.mtimeMs ?? 0);
}
