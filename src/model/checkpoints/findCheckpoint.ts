import { setTimeout as sleep } from "node:timers/promises";
import type { CheckpointEvent } from "../../runs/RunEvent";
import type { RunState } from "../../runs/RunState";
import { type ReadRun, readRun } from "../readRun";
import type { FoundCheckpoint } from "./CheckpointFiles";
import { noWholeCheckpoint } from "./noWholeCheckpoint";
import { RunCheckpoints } from "./RunCheckpoints";

/** Largest number of times that {@link findCheckpoint} reads a run. */
const LOOKS = 4;
/**
 * Time (ms) between two readings. Within this time, a trainer logs the checkpoint that it has just written or deleted.
 */
const SETTLING_MS = 100;

/** A run with one of its checkpoints. */
export interface RunAtCheckpoint {
  run: ReadRun;
  found: FoundCheckpoint;
  warnings: string[];
}

/** What a checkpoint is needed for: which checkpoints fit, and the texts of messages. */
export interface Purpose {
  /** What the user can do if the run has no whole checkpoint, as the end of a sentence after "; ". */
  remedy: string;
  /** A sentence about the checkpoint that is used in place of a newer one that is not whole. */
  instead: (file: string) => string;
  /** If the caller names no checkpoint: whether a checkpoint may be chosen. Default: every one may be chosen. */
  fits?: (checkpoint: CheckpointEvent, state: RunState) => boolean;
  /**
   * Makes the error, one sentence, for a run that has checkpoints, if none of them fits and no file was refused.
   * Default: the error of a run without a checkpoint. `run`: the run's id.
   */
  noneFits?: (run: string) => Error;
}

/**
 * Finds a checkpoint of a run. After an error or a warning, reads the run again, up to {@link LOOKS} times in all: the
 * run's trainer may just be writing or deleting the checkpoint that the error or warning is about.
 * @param checkpoint path as in the log. Default: the newest whole checkpoint that fits the purpose
 * @throws Error with a one-sentence message
 */
export async function findCheckpoint(
  folder: string,
  checkpoint: string | undefined,
  purpose: Purpose,
): Promise<RunAtCheckpoint> {
  for (let look = 1; ; look++) {
    try {
      const found = await lookFor(folder, checkpoint, purpose);
      if (found.warnings.length === 0 || look === LOOKS) return found;
    } catch (error) {
      if (look === LOOKS) throw error;
    }
    await sleep(SETTLING_MS);
  }
}

async function lookFor(
  folder: string,
  checkpoint: string | undefined,
  { remedy, instead, fits = () => true, noneFits }: Purpose,
): Promise<RunAtCheckpoint> {
  const run = await readRun(folder);
  const checkpoints = new RunCheckpoints(folder, run);
  if (checkpoint) return { run, found: checkpoints.readNamed(checkpoint), warnings: [] };
  const { found, refused } = checkpoints.readNewest((one) => fits(one, run.state));
  if (!found && refused.length === 0 && !checkpoints.isEmpty && noneFits) throw noneFits(run.run.id);
  if (!found) throw noWholeCheckpoint(run.run.id, refused, remedy);
  const { file } = found.event;
  return { run, found, warnings: checkpoints.warnings(refused, file, instead(file)) };
}
