import { basename } from "node:path";
import * as l10n from "@vscode/l10n";
import { applyEvent } from "./applyEvent";
import { foreignLog } from "./fileText";
import { LogReader } from "./LogReader";
import type { FoldEvent } from "./RunEvent";
import { type RunRecord, readRecord, reconcile } from "./RunRecord";
import { emptyRunState, type RunState } from "./RunState";
import { decodeForFold } from "./stepsLine";
import { summarise } from "./summarise";
import { UnloggedCheckpoints } from "./unloggedCheckpoints";

/** The facts about a run that the list of runs needs. `state` is computed from the events in the run's log. */
export interface FoldedRun {
  record: RunRecord;
  /** A summary, see {@link summarise}. */
  state: RunState;
  /** One sentence for each part of the run's files that could not be read. */
  problems: string[];
  /**
   * A sentence about checkpoint files that the log does not list. A trainer may be about to log them. Undefined if
   * there are no such files, or if the log is a `ForeignText`.
   */
  unlogged: string | undefined;
}

/** The log exists but cannot be read, so that the run's state is unknown. The message is one sentence. */
export class UnreadableLogError extends Error {
  override name = "UnreadableLogError";
}

/**
 * Reads and folds a run's log in slices, so that the log is never in memory as a whole.
 * @throws UnreadableLogError
 * @returns undefined if neither `run.json` nor `events.jsonl` describes a run
 */
export async function foldRun(folder: string): Promise<FoldedRun | undefined> {
  const id = basename(folder);
  const reading = await readRecord(folder);
  const unlogged = UnloggedCheckpoints.of(folder);
  const log = new LogReader(folder, decodeForFold);
  const state = emptyRunState("summary");
  /**
   * The first event and, if its type is `ended`, the first event of another type. They show whether the log has lost
   * its beginning.
   */
  const head: FoldEvent[] = [];
  const problems: string[] = [];
  for await (const slice of log.slices()) {
    problems.push(...slice.problems);
    for (const event of slice.events) {
      if (head.length === 0) {
        const run = reconcile(id, reading, { events: [event], problems });
        if (!run) return undefined;
        if (run.events[0] !== event) applyEvent(state, run.events[0]!);
        head.push(event);
      } else if (head.length === 1 && head[0]!.type === "ended" && event.type !== "ended") head.push(event);
      unlogged.note(event);
      applyEvent(state, event);
    }
  }
  if (log.failure !== undefined && head.length === 0)
    throw new UnreadableLogError(l10n.t("The run in {0} is not shown: {1}", folder, problems.at(-1)!));
  if (log.cutOff) problems.push(log.cutOff);
  const run = reconcile(id, reading, { events: head, problems });
  if (!run) return undefined;
  if (head.length === 0) applyEvent(state, run.events[0]!);
  summarise(state);
  // The sentence states from which checkpoint a resumed run continues. A run with a foreign log cannot be resumed.
  const isResumable = foreignLog(run.problems) === undefined;
  return {
    record: run.record,
    state,
    problems: run.problems,
    unlogged: isResumable ? unlogged.sentence : undefined,
  };
}
