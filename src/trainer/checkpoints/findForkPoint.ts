import { setTimeout as sleep } from "node:timers/promises";
import * as l10n from "@vscode/l10n";
import { type ReadRun, readRun } from "../readRun";
import { CheckpointFiles, type FoundCheckpoint } from "./CheckpointFiles";
import { noneIsWhole, whatWasRefused, whatWasUntold } from "./checkpointWarnings";
import { findCheckpoints } from "./findCheckpoints";

/** How often to look at a run, whose log and files change between one look and the other while it is under way. */
const LOOKS = 4;
/** Until the log tells what a trainer has done to the files, in milliseconds. */
const SETTLING_MS = 100;

export interface ForkPoint {
  parent: ReadRun;
  found: FoundCheckpoint;
  warnings: string[];
}

/**
 * Where a fork of a run begins. What is missing or untold at the first look may be what its trainer has just deleted
 * or written, which is no damage.
 * @param checkpoint as the log names it; the newest that is whole when left out
 * @throws Error, one sentence
 */
export async function findForkPoint(folder: string, checkpoint: string | undefined): Promise<ForkPoint> {
  for (let look = 1; ; look++) {
    try {
      const point = await lookFor(folder, checkpoint);
      if (point.warnings.length === 0 || look === LOOKS) return point;
    } catch (error) {
      if (look === LOOKS) throw error;
    }
    await sleep(SETTLING_MS);
  }
}

async function lookFor(folder: string, checkpoint: string | undefined): Promise<ForkPoint> {
  const parent = await readRun(folder);
  const search = findCheckpoints(folder, parent.events, parent.state.checkpoints, parent.begun);
  const files = new CheckpointFiles(folder, search.all);
  if (checkpoint) return { parent, found: files.readNamed(checkpoint), warnings: [] };
  const { found, refused } = files.readNewest();
  const unusable = [...refused, ...search.refused];
  if (!found) throw noneIsWhole(parent.run.id, unusable, l10n.t("fork another run"));
  const instead = l10n.t("The run is forked from {0}.", found.event.file);
  return {
    parent,
    found,
    warnings: [...whatWasRefused(unusable, instead), ...whatWasUntold(search, parent, instead)],
  };
}
