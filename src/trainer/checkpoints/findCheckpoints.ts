import * as l10n from "@vscode/l10n";
import type { RunConfig } from "../../runs/RunConfig";
import type { CheckpointEvent, RunEvent } from "../../runs/RunEvent";
import type { RunFolder } from "../../runs/runsFolder";
import { readCheckpointFiles } from "./CheckpointFiles";

export interface FoundCheckpoints {
  /** All candidates for a resume or fork, the newest last. Those from the log may be damaged. */
  all: CheckpointEvent[];
  /** The whole ones that the log does not list. */
  unlogged: CheckpointEvent[];
  /** A sentence for each unlogged file that cannot be used. */
  refused: string[];
}

/**
 * Combines the checkpoints in a run's log with those in its folder, so that a log with lost lines costs no
 * checkpoint.
 * @param events all events of the run
 * @param known the checkpoints that are valid by the log, the newest last
 */
export function findCheckpoints(
  folder: RunFolder,
  events: readonly RunEvent[],
  known: readonly CheckpointEvent[],
  config: RunConfig,
): FoundCheckpoints {
  const logged = events.filter((event) => event.type === "checkpoint");
  const files = readCheckpointFiles(folder);
  const unlogged: CheckpointEvent[] = [];
  const refused: string[] = [];
  for (const { event, config: itsConfig } of files.whole) {
    // A logged one is in `known`, or void since the run was resumed from before it.
    if (logged.some(({ file, sha256 }) => file === event.file && sha256 === event.sha256)) continue;
    if (isSameTraining(itsConfig, config)) unlogged.push(event);
    else refused.push(l10n.t("The checkpoint {0} is of a training with another configuration.", event.file));
  }
  for (const { file, sentence } of files.refused)
    if (!logged.some((event) => event.file === file)) refused.push(sentence);
  const found = new Set(unlogged.map(({ file }) => file));
  const all = [...known.filter(({ file }) => !found.has(file)), ...unlogged];
  return { all: all.sort((a, b) => a.step - b.step), unlogged, refused };
}

/** Whether two configurations differ only in what a resumed run may change. */
function isSameTraining(one: RunConfig, other: RunConfig): boolean {
  const fixed = ({ epochs: _, compute: __, dataset, ...rest }: RunConfig) =>
    JSON.stringify({ ...rest, dataset: { ...dataset, location: "" } });
  return fixed(one) === fixed(other);
}
