import { setTimeout as sleep } from "node:timers/promises";
import * as l10n from "@vscode/l10n";
import { type ReadRun, readRun } from "../readRun";
import type { FoundCheckpoint } from "./CheckpointFiles";
import { noWholeCheckpoint } from "./noWholeCheckpoint";
import { RunCheckpoints } from "./RunCheckpoints";

/** Number of attempts to read a run whose files change meanwhile. */
const LOOKS = 4;
/** Time (ms) after which the log lists what a trainer has done to the files. */
const SETTLING_MS = 100;

export interface ForkPoint {
  parent: ReadRun;
  found: FoundCheckpoint;
  warnings: string[];
}

/**
 * Finds the checkpoint at which a fork starts. A missing or unlogged checkpoint in the first reading may be one that
 * the parent's trainer is deleting or writing, and no damage.
 * @param checkpoint path as in the log. Default: the newest whole one
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
  const checkpoints = new RunCheckpoints(folder, parent);
  if (checkpoint) return { parent, found: checkpoints.readNamed(checkpoint), warnings: [] };
  const { found, refused } = checkpoints.readNewest();
  if (!found) throw noWholeCheckpoint(parent.run.id, refused, l10n.t("fork another run"));
  const instead = l10n.t("The run is forked from {0}.", found.event.file);
  return { parent, found, warnings: checkpoints.warnings(refused, instead) };
}
