/** Reads the runs of a folder for the commands of the terminal. */
import { setTimeout as sleep } from "node:timers/promises";
import { inferredEnd, withEnd } from "../liveness/inferredEnd";
import type { RunFilter } from "../runs/filter";
import { byAge, type RunStore, type RunSummary, type RunsListing } from "../runs/RunStore";
import { type SortKey, sortRuns } from "../runs/sorting";

/** Which runs are listed, and in which order. */
export interface Selection {
  /** Default: no filter. */
  filter?: RunFilter;
  /**
   * Whether archived runs are listed as well. Without this, they are listed only if the filter mentions the archive.
   */
  all: boolean;
  /** Default: the newest first. */
  sort?: readonly SortKey[];
}

export function isListed({ filter, all }: Selection, run: RunSummary): boolean {
  if (run.labels.archived && !all && !filter?.isAboutArchive) return false;
  return filter?.matches(run) ?? true;
}

/**
 * Reads all runs of a folder and selects those to list. If a run's trainer has ended without logging the end of the
 * run, the run gets an inferred end.
 * @param onRun receives each run to list as soon as the run is read
 * @returns `runs`: the runs to list, in order. `leftOut`: the other runs. `refused` and `below`: as in
 * {@link RunsListing}
 * @throws RunsFolderError if the folder cannot be read
 */
export async function readRuns(
  store: RunStore,
  selection: Selection,
  onRun: (run: RunSummary) => void = () => {},
): Promise<Pick<RunsListing, "runs" | "refused" | "below"> & { leftOut: RunSummary[] }> {
  const runs: RunSummary[] = [];
  const leftOut: RunSummary[] = [];
  const concluding: Promise<void>[] = [];
  const { refused, below } = await store.list((run) => {
    if (!("refusal" in run))
      concluding.push(
        concluded(store, run).then((now) => {
          if (isListed(selection, now)) {
            runs.push(now);
            onRun(now);
          } else leftOut.push(now);
        }),
      );
  });
  await Promise.all(concluding);
  return { runs: sortRuns(runs.sort(byAge), selection.sort ?? []), refused, leftOut, below };
}

/** Time (ms) within which the files of a run show what its trainer has just done. */
const SETTLING_MS = 200;

/**
 * Returns a run with its end. If the run's trainer has ended without logging the end of the run, reads the run once
 * more. If the log still contains no end, the returned run gets an inferred end.
 */
export async function concluded(store: RunStore, run: RunSummary): Promise<RunSummary> {
  if (!(await inferredEnd(run.folder, run.state, true))) return run;
  // Wait and read again: the trainer may have written its last events after the log was read, or may not have written
  // `trainer.json` yet.
  await sleep(SETTLING_MS);
  const now = await store.summary(run.id).catch(() => run);
  const ended = await inferredEnd(now.folder, now.state, true);
  return ended ? { ...now, state: withEnd(now.state, ended) } : now;
}
