/** Reads the runs of a folder for the commands of the terminal. */
import { setTimeout as sleep } from "node:timers/promises";
import { presentState } from "../liveness/presentState";
import type { RunFilter } from "../runs/filter";
import { byAge, type RunStore, type RunSummary, type RunsListing } from "../runs/RunStore";
import { type SortKey, sortRuns } from "../runs/sorting";

/** Which runs are listed, and in which order. */
export interface Selection {
  /** Default: no filter. */
  filter?: RunFilter;
  /**
   * Whether archived runs are listed as well. If false, archived runs are listed only if the filter mentions the
   * archive.
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
 * Of the runs that a selection leaves out, those that have problems and are left out by the filter. Files of these runs
 * that could not be read may contain values that fit the filter.
 */
export function doubtfulAmong(leftOut: readonly RunSummary[], { filter, all }: Selection): RunSummary[] {
  const isHidden = (run: RunSummary) => !isListed({ all: all || filter?.isAboutArchive === true }, run);
  return leftOut.filter((run) => run.problems.length > 0 && !isHidden(run));
}

/**
 * Reads all runs of a folder and selects those to list. Each run has the state by {@link presentState}.
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
  const pending: Promise<void>[] = [];
  const { refused, below } = await store.list((run) => {
    if (!("refusal" in run))
      pending.push(
        upToDate(store, run).then((now) => {
          if (isListed(selection, now)) {
            runs.push(now);
            onRun(now);
          } else leftOut.push(now);
        }),
      );
  });
  await Promise.all(pending);
  return { runs: sortRuns(runs.sort(byAge), selection.sort ?? []), refused, leftOut, below };
}

/** Time (ms) within which the files of a run show what its trainer has just done. */
const SETTLING_MS = 200;

/**
 * Returns a run with the state that {@link presentState} gives. If this state differs from that of the log, reads the
 * run again after {@link SETTLING_MS} and calls {@link presentState} again.
 */
export async function upToDate(store: RunStore, run: RunSummary): Promise<RunSummary> {
  if ((await presentState(run, true)) === run.state) return run;
  // Wait and read again: the trainer may have written its last events after the log was read, or may not have written
  // `trainer.json` yet.
  await sleep(SETTLING_MS);
  const now = await store.summary(run.id).catch(() => run);
  return { ...now, state: await presentState(now, true) };
}
