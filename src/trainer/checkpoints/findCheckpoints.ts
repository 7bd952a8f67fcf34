import * as l10n from "@vscode/l10n";
import type { RunConfig } from "../../runs/RunConfig";
import type { CheckpointEvent, RunEvent } from "../../runs/RunEvent";
import type { RunFolder } from "../../runs/runsFolder";
import { readCheckpointFiles } from "./CheckpointFiles";

export interface FoundCheckpoints {
  /** All that the run can go on from as far as they are whole, the newest last. */
  all: CheckpointEvent[];
  /** Those of them that are whole and that the log has lost. */
  untold: CheckpointEvent[];
  /** A sentence for each file that the log does not tell of either and that cannot be used. */
  refused: string[];
}

/**
 * The checkpoints that a run's log tells of, and those in its folder that it should tell of: a log that has lost lines
 * loses no checkpoint.
 * @param events the run's
 * @param known those that its log still tells of, the newest last
 */
export function findCheckpoints(
  folder: RunFolder,
  events: readonly RunEvent[],
  known: readonly CheckpointEvent[],
  config: RunConfig,
): FoundCheckpoints {
  const told = events.filter((event) => event.type === "checkpoint");
  const files = readCheckpointFiles(folder);
  const untold: CheckpointEvent[] = [];
  const refused: string[] = [];
  for (const { event, config: itsConfig } of files.whole) {
    // One that the log does name is known, or void since the run went on from before it.
    if (told.some(({ file, sha256 }) => file === event.file && sha256 === event.sha256)) continue;
    if (isSameTraining(itsConfig, config)) untold.push(event);
    else refused.push(l10n.t("The checkpoint {0} is of a training with another configuration.", event.file));
  }
  for (const { file, sentence } of files.refused)
    if (!told.some((event) => event.file === file)) refused.push(sentence);
  const found = new Set(untold.map(({ file }) => file));
  const all = [...known.filter(({ file }) => !found.has(file)), ...untold];
  return { all: all.sort((a, b) => a.step - b.step), untold, refused };
}

/** Whether it is the same but for what a run may change when it is resumed. */
function isSameTraining(one: RunConfig, other: RunConfig): boolean {
  const fixed = ({ epochs: _, compute: __, dataset, ...rest }: RunConfig) =>
    JSON.stringify({ ...rest, dataset: { ...dataset, location: "" } });
  return fixed(one) === fixed(other);
}
