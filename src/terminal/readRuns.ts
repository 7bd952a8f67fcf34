/** Reads the runs of a folder as a terminal shows them. */
import { setTimeout as sleep } from "node:timers/promises";
import { inferredEnd, withEnd } from "../liveness/inferredEnd";
import type { RunFilter } from "../runs/filter";
import { byAge, type RunStore, type RunSummary, type RunsListing } from "../runs/RunStore";
import { type SortKey, sortRuns } from "../runs/sorting";

/** Which runs are listed, and in which order. */
export interface Selection {
  /** Default: every run matches. */
  filter?: RunFilter;
  /** Whether archived runs are listed even if the filter says nothing about the archive. */
  all: boolean;
  /** Default: the newest first. */
  sort?: readonly SortKey[];
}

export function isListed({ filter, all }: Selection, run: RunSummary): boolean {
  if (run.labels.archived && !all && !filter?.isAboutArchive) return false;
  return filter?.matches(run) ?? true;
}

/**
 * Reads the runs that are listed. A run whose trainer is gone without a logged end gets an inferred end.
 * @param onRun called for each listed run as soon as the run is read
 * @returns the listed runs in order, the folders that are not opened as runs, the runs that are not listed, and the
 * folder below the runs folder that holds runs, as in {@link RunsListing}
 * @throws RunsFolderError when the folder cannot be read
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

/** Time (ms) that a run's folder may take to show what its trainer has just done. */
const SETTLING_MS = 200;

/**
 * Returns a run. If its trainer is gone without a logged end, the run is read once more. If it still has no end then,
 * it gets an inferred end.
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
